import fc from 'fast-check';
import { formatNetwork, lastOf } from '#shared/domain/network.ts';
import { portPresets } from '#shared/domain/port-presets.ts';
import { apiWith, SCOPES } from '#test/support/api-with.ts';
import { fullApi } from '#test/support/full-api.ts';
import type { Asked } from '#test/support/http-event.ts';
import { blocks, readNetwork, readPorts } from './independent-reading.ts';
import { anyCreation, anyRequest } from './requests.ts';

/** What only a program that failed says. */
const TRACE = /\bat (?:async )?[\w.<>]+ \(|node_modules|\.ts:\d|\.mjs:\d|SQLSTATE|ECONN/;

const failIf = (isWrong: boolean, what: string, asked: Asked): void => {
  if (isWrong) throw new Error(`${what}: ${JSON.stringify(asked).slice(0, 2000)}`);
};

/** `ask` itself holds each answer to the description. */
const answersWell = async (api: ReturnType<typeof apiWith>, asked: Asked): Promise<number> => {
  const { status, body } = await api.ask(asked);
  failIf(status >= 500, `answered ${status}`, asked);
  failIf(TRACE.test(JSON.stringify(body) ?? ''), 'told of its inside', asked);
  failIf(
    api.log.lines.some(({ level }) => level === 'error'),
    'logged an error',
    asked,
  );
  return status;
};

const scopes = blocks(SCOPES);

type TaskBody = {
  readonly networks: readonly string[];
  readonly tcp_ports?: string;
  readonly udp_ports?: string;
};

/** True when an independent reading finds every network wholly inside one scope, and every port a port. */
const mayBeCreated = ({ networks, tcp_ports = '', udp_ports = '' }: TaskBody): boolean =>
  readPorts(tcp_ports, portPresets) !== null &&
  readPorts(udp_ports, portPresets) !== null &&
  networks.every((text) => {
    const range = readNetwork(text);
    if (range === null) return false;
    const { family, first, last } = range;
    return scopes.holds({ family, value: first }) && scopes.holds({ family, value: last });
  });

/** A property whose inputs are nobody's business but its own. */
const widened = <T>(property: fc.IAsyncProperty<T>) => property as fc.IAsyncProperty<unknown>;

/** The API over stores in which there is everything, or nothing. */
export const apiProperties: Readonly<Record<string, fc.IAsyncProperty<unknown>>> = {
  'any request': widened(
    fc.asyncProperty(fc.boolean(), anyRequest, async (isFull, asked) => {
      await answersWell(isFull ? fullApi() : apiWith(), asked);
    }),
  ),

  'new tasks': widened(
    fc.asyncProperty(anyCreation, async (asked) => {
      const api = apiWith();
      const status = await answersWell(api, asked);
      failIf((status === 201) !== api.created.length > 0, 'created what it refused', asked);
      if (status !== 201) return;
      failIf(!mayBeCreated(JSON.parse(asked.body ?? '')), 'wrongly accepted', asked);
      for (const task of api.created) {
        const { family, first } = task.network;
        const isInside =
          scopes.holds({ family, value: first }) &&
          scopes.holds({ family, value: lastOf(task.network) });
        failIf(!isInside, `made a task outside the scopes, ${formatNetwork(task.network)}`, asked);
      }
    }),
  ),
};
