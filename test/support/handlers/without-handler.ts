export const handle = async (): Promise<string> => 'wrong name';
