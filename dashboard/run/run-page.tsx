export const RunPage = (_: Record<string, unknown>) => null;
