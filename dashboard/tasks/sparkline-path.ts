const MARGIN = 3;

/** An SVG path through the counts, from the least at the bottom to the most at the top; a level line where all are the same. */
export const sparklinePath = (counts: readonly number[], width: number, height: number) => {
  const least = Math.min(...counts);
  const span = Math.max(...counts) - least;
  const stepX = (width - 2 * MARGIN) / Math.max(1, counts.length - 1);
  const points = counts.map((count, index) => ({
    x: MARGIN + (counts.length === 1 ? width - 2 * MARGIN : index * stepX),
    y: height - MARGIN - (span === 0 ? 0.5 : (count - least) / span) * (height - 2 * MARGIN),
  }));
  const text = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`);
  return { line: `M${text.join('L')}`, last: points.at(-1) ?? { x: 0, y: 0 } };
};
