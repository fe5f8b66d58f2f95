/**
 * What Lambda's own Node runtime is to a function: loads its handler, asks the Runtime API for events, and posts what
 * comes of each. Plain JavaScript, because stripping types would cost every cold start some 60 ms.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { callRuntimeApi } from './runtime-client.mjs';
import { invocationContext } from './runtime-context.mjs';

const { LAMBDA_TASK_ROOT, _HANDLER = 'index.handler' } = process.env;
/** @type {string | null} the invocation being handled */
let current = null;

/** @param {unknown} error */
const described = (error) =>
  error instanceof Error
    ? {
        errorType: error.name,
        errorMessage: error.message,
        trace: (error.stack ?? '').split('\n'),
      }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

/** Tells the service why, whether or not an event is being handled, and ends: nothing can be trusted after this. */
const endFor = (errorType, exitCode) => async (error) => {
  const told = { ...described(error), ...(errorType === null ? {} : { errorType }) };
  console.error(
    JSON.stringify({ level: 'ERROR', message: 'Uncaught', requestId: current, ...told }),
  );
  const path = current === null ? 'init/error' : `invocation/${current}/error`;
  await callRuntimeApi('POST', path, JSON.stringify(told)).catch(() => {});
  process.exit(exitCode);
};

/** @param {any} error what loading the bundle ended in; Lambda has names of its own for two of these */
const importError = (error) => {
  if (error?.code === 'ERR_MODULE_NOT_FOUND') error.name = 'Runtime.ImportModuleError';
  if (error instanceof SyntaxError) error.name = 'Runtime.UserCodeSyntaxError';
  throw error;
};

const loadHandler = async () => {
  const [file, name] = _HANDLER.split('.');
  const path = pathToFileURL(join(LAMBDA_TASK_ROOT, `${file}.mjs`)).href;
  const module = await import(path).catch(importError);
  if (typeof module[name] !== 'function') {
    const missing = new Error(`${_HANDLER} is undefined or not exported`);
    missing.name = 'Runtime.HandlerNotFound';
    throw missing;
  }
  // Kept now: a process that is killed keeps nothing.
  flushCompileCache();
  return module[name];
};

/** Posts what the handler made of one event; its error is the answer too, and the environment goes on. */
const handleNext = async (handler) => {
  const { headers, body } = await callRuntimeApi('GET', 'invocation/next');
  current = headers['lambda-runtime-aws-request-id'];
  try {
    const result = await handler(JSON.parse(body), invocationContext(headers));
    await callRuntimeApi('POST', `invocation/${current}/response`, JSON.stringify(result ?? null));
  } catch (error) {
    const told = described(error);
    console.error(
      JSON.stringify({ level: 'ERROR', message: 'Invoke Error', requestId: current, ...told }),
    );
    await callRuntimeApi('POST', `invocation/${current}/error`, JSON.stringify(told));
  }
  current = null;
};

process.on('uncaughtException', endFor(null, 129));
process.on('unhandledRejection', endFor('Runtime.UnhandledPromiseRejection', 128));

const handler = await loadHandler().catch(endFor(null, 1));
for (;;) await handleNext(handler);
