export const TaskFormPage = (_: Record<string, unknown>) => null;
