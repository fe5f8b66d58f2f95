import { functionArn } from './lambda-function.ts';

/** What the Invoke API itself refuses, with the status, type and members that the SDK makes its exception of. */
export class ServiceError extends Error {
  readonly status: number;
  readonly type: string;
  readonly members: Readonly<Record<string, string>>;

  constructor(status: number, type: string, members: Readonly<Record<string, string>>) {
    super(`${type}: ${members.Message ?? members.message}`);
    this.name = 'ServiceError';
    this.status = status;
    this.type = type;
    this.members = members;
  }
}

export const functionNotFound = (name: string): ServiceError =>
  new ServiceError(404, 'ResourceNotFoundException', {
    Type: 'User',
    Message: `Function not found: ${functionArn(name)}`,
  });

export const unknownOperation = (): ServiceError =>
  new ServiceError(404, 'UnknownOperationException', { message: 'Only Invoke is served here.' });

export const tooManyRequests = (): ServiceError =>
  new ServiceError(429, 'TooManyRequestsException', {
    Type: 'User',
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    message: 'Rate Exceeded.',
  });

export const requestTooLarge = (type: string, limitBytes: number): ServiceError =>
  new ServiceError(413, 'RequestTooLargeException', {
    Type: 'User',
    message: `The payload is too large for the ${type} invocation type (limit ${limitBytes} bytes)`,
  });

export const invalidRequest = (message: string): ServiceError =>
  new ServiceError(400, 'InvalidRequestContentException', { Type: 'User', message });

export const invalidParameter = (message: string): ServiceError =>
  new ServiceError(400, 'InvalidParameterValueException', { Type: 'User', message });

export const accessDenied = (): ServiceError =>
  new ServiceError(403, 'UnrecognizedClientException', {
    message: 'The security token included in the request is invalid.',
  });

export const shuttingDown = (): ServiceError =>
  new ServiceError(503, 'ServiceUnavailableException', { message: 'The service is stopping.' });
