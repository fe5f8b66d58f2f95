throw new TypeError('this module cannot be loaded');

export const handler = async (): Promise<void> => {};
