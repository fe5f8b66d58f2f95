import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planChunks } from '#shared/domain/chunk.ts';
import { scannersFor } from '#shared/domain/scanners.ts';
import { networkFrom } from '#test/support/network-from.ts';

test('scanners that share a rate all finish their chunks within the time of a scanner', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 1, max: 2000 }),
      fc.integer({ min: 1, max: 1000 }),
      (rate, ports, most) => {
        fc.pre((2 * ports) / rate <= 200);
        const network = networkFrom('10.0.0.0/12');
        const { addressesPerChunk } = planChunks({
          network,
          probesPerAddress: ports,
          rate,
          ratePerHost: null,
        });
        const pairsPerChunk = addressesPerChunk * ports;
        const scanners = scannersFor({ rate, pairsPerChunk }, most);
        expect(scanners).toBeGreaterThanOrEqual(1);
        expect(scanners).toBeLessThanOrEqual(most);
        expect((2 * pairsPerChunk) / (rate / scanners)).toBeLessThanOrEqual(240);
      },
    ),
  );
});

test('a fast run uses all the scanners there are', () => {
  expect(scannersFor({ rate: 5000, pairsPerChunk: 10_000 }, 4)).toBe(4);
});
