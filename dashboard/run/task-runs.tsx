export const TaskRuns = (_: Record<string, unknown>) => null;
