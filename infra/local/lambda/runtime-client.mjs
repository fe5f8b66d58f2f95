import http from 'node:http';

/** One connection, kept: the service ends an environment by its process, not by its connection. */
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const base = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/`;

/**
 * One call of the Runtime API. Waits as long as it takes (asking for the next event may take for ever), which is why this
 * is not fetch.
 * @param {'GET' | 'POST'} method
 * @param {string} path
 * @param {string} [body]
 * @returns {Promise<{ headers: http.IncomingHttpHeaders, body: string }>}
 */
export const callRuntimeApi = (method, path, body) =>
  new Promise((resolve, reject) => {
    const request = http.request(base + path, { method, agent }, async (response) => {
      try {
        const parts = await response.toArray();
        resolve({ headers: response.headers, body: Buffer.concat(parts).toString('utf8') });
      } catch (error) {
        reject(error);
      }
    });
    request.on('error', reject);
    request.end(body);
  });
