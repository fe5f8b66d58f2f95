export const TaskPage = (_: Record<string, unknown>) => null;
