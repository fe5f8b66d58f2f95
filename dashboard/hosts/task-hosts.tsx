export const TaskHosts = (_: Record<string, unknown>) => null;
