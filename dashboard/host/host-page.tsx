export const HostPage = (_: Record<string, unknown>) => null;
