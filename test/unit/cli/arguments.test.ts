import { describe, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';

describe('arguments that make no sense', () => {
  const cases: [string[], RegExp][] = [
    [['scna'], /unknown command 'scna'\n\(Did you mean scan\?\)/],
    [['scan', '--tpc', '1'], /unknown option '--tpc'\n\(Did you mean --tcp\?\)/],
    [['scan'], /no network named/],
    [['scan', '10.0.0.0/33'], /"10\.0\.0\.0\/33" is not a network\. A network is written/],
    [['scan', '\x1b[2J'], /"\\x1b\[2J" is not a network/],
    [['scan', '127.0.0.1', '--tcp', '80,99999'], /--tcp "80,99999": Ports are written/],
    [['scan', '127.0.0.1', '--udp', 'nonsense'], /--udp "nonsense": Ports are written/],
    [['scan', '127.0.0.1', '--rate', '1e3'], /whole number from 1 on/],
    [['scan', '127.0.0.1', '--rate', '2000000'], /--rate: /],
    [['scan', '127.0.0.1', '--patience', '1'], /--patience: /],
    [['scan', '127.0.0.1', '--discovery', 'slow'], /Allowed choices are auto, thorough, fast/],
    [['scan', '127.0.0.1', '--exclude', '127.0.0.2'], /--exclude 127\.0\.0\.2\/32 lies in none/],
    [['scan', '127.0.0.1', '--exclude', 'host'], /--exclude: /],
    [['scan', '127.0.0.1', '--api', 'x', '--data', 'y'], /cannot be used with option '--data/],
    [['scan', '-f', '/nowhere/at all'], /cannot read \/nowhere\/at all \(ENOENT\)/],
    [['scan', '-f', '/'], /cannot read \/ \(EISDIR\)/],
    [['runs'], /missing required argument 'task'/],
    [['runs', '0'], /whole number from 1 on/],
    [['start', '1', 'x'], /whole number from 1 on/],
    [['up', '--port', '65536'], /whole number from 0 to 65535/],
    [['hosts', '1', '2'], /too many arguments/],
  ];

  it.each(cases)(
    '%j are refused with status 2, before anything is asked or started',
    async (argv, line) => {
      const { status, out, err } = await runCli(argv);
      expect([status, out]).toEqual([2, '']);
      expect(err).toMatch(/^error: /);
      expect(err).toMatch(line);
    },
  );
});

describe('help', () => {
  it('is what no argument gets, and --help, on standard output with status 0', async () => {
    for (const argv of [[], ['--help'], ['help']]) {
      const { status, out, err } = await runCli(argv);
      expect([status, err]).toEqual([0, '']);
      expect(out).toContain('Usage: netsweep [options] [command]');
    }
  });

  it('of scan names the presets and shows examples', async () => {
    const { out } = await runCli(['help', 'scan']);
    expect(out).toContain('top-100');
    expect(out).toContain('netsweep scan 127.0.0.1/30 --tcp 1-10000 --udp 53,123');
  });

  it('needs no environment that is right', async () => {
    const { status } = await runCli(['--version'], { environment: { NETSWEEP_PORT: 'x' } });
    expect(status).toBe(0);
  });
});

describe('networks from a file', () => {
  it('are one a line, with comments, blank lines and Windows line ends; - is standard input', async () => {
    const input = '\uFEFF# lab\r\n127.0.0.0/30\r\n\n  127.0.0.4 # a printer\r\n127.0.0.300\n';
    const { status, err } = await runCli(['scan', '-f', '-'], { input });
    expect(status).toBe(2);
    expect(err).toMatch(/^error: standard input:5: "127\.0\.0\.300" is not a network/);
  });

  it('are refused when there is none', async () => {
    const { status, err } = await runCli(['scan', '-f', '-'], { input: '# nothing\n' });
    expect([status, err]).toEqual([2, expect.stringContaining('no network named')]);
  });
});
