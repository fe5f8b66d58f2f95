/** What every command that prints something takes. */
export const JSON_FLAG = ['--json', 'print one JSON document'] as const;
