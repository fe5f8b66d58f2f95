import { administered } from './administered.ts';
import { apiWith } from './api-with.ts';
import { NOW, sampleChange, sampleHost, sampleRun, sampleTask } from './samples.ts';

/** An API in which everything is there. */
export const fullApi = () => {
  const schedule = { cron: ['0 3 * * *'], at: [], timezone: 'UTC' };
  const task = sampleTask({ schedule, nextAt: NOW, queryTime: NOW, label: 'lab' });
  const run = sampleRun({ state: 'done', finishedAt: NOW });
  return apiWith({
    tasks: {
      ofRequest: async () => [],
      create: async () => [task],
      get: async () => task,
      list: async () => ({ tasks: [task], next: 7 }),
      update: async () => task,
      remove: async () => [task.key],
    },
    runs: {
      ofRequest: async () => [],
      get: async () => run,
      live: async () => [],
      listOfTask: async () => ({ runs: [run], next: 70 }),
    },
    hosts: {
      ofRun: async () => ({ hosts: [sampleHost()], next: '10.2.0.7', complete: true }),
      ofTask: async (_id, { after }) => ({
        hosts: [sampleHost()],
        next: after ? null : '10.2.0.7',
        generation: 70,
      }),
      ofAddress: async () => ({
        sightings: [
          { taskId: 7, runId: 70, runState: 'done', isCurrent: true, host: sampleHost() },
        ],
        next: 70,
      }),
    },
    changes: {
      list: async () => ({ changes: [sampleChange()], next: 9 }),
      runOf: async () => ({ taskId: 7, isKept: true }),
      between: async () => ({ changes: [], next: null }),
    },
    addressMaps: {
      ofTask: async () => ({
        network: '10.2.0.0/24',
        checked: [{ cidr: '10.2.0.0/24', at: 1_795_341_600 }],
        excluded: ['10.2.0.9/32'],
        addresses: [
          {
            ip: '10.2.0.7',
            state: 'online',
            openPorts: 1,
            lastChecked: 1_795_341_600,
            lastChanged: null,
          },
        ],
        next: '10.2.0.7',
      }),
    },
    trends: {
      list: async () => ({
        trends: [{ taskId: 7, points: [{ runId: 70, at: NOW, online: 3 }] }],
        next: 7,
      }),
    },
    signIn: { oidc: { issuer: 'https://issuer.test', client_id: 'page', audience: 'netsweep' } },
    startRuns: async () => [70],
    ...administered,
  });
};
