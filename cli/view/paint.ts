import { styleText } from 'node:util';
import type { Output } from '#cli/output.ts';

export type Style = Parameters<typeof styleText>[0];

/** Colours text where the output has colours. */
export type Paint = (style: Style, text: string) => string;

export const paintFor =
  ({ hasColour }: Pick<Output, 'hasColour'>): Paint =>
  (style, text) =>
    hasColour ? styleText(style, text, { validateStream: false }) : text;
