import type { Log } from '#shared/runtime/log.ts';

export type Line = { readonly level: string; readonly message: unknown; readonly extra: unknown };

/** A log that keeps its lines for a test to look at. */
export const listeningLog = (): Log & { readonly lines: Line[] } => {
  const lines: Line[] = [];
  const note =
    (level: string) =>
    (message: unknown, ...extra: unknown[]) => {
      lines.push({ level, message, extra: extra[0] });
    };
  return {
    lines,
    info: note('info'),
    warn: note('warn'),
    error: note('error'),
    appendKeys: () => {},
    resetKeys: () => {},
  };
};
