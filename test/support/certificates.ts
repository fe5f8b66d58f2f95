import { generate } from 'selfsigned';

/** A key and a certificate that it has signed itself, of two names and an address. */
export const selfSigned = async (
  commonName: string,
  options: { ca?: { key: string; cert: string } } = {},
) => {
  const { private: key, cert } = await generate(
    [
      { name: 'commonName', value: commonName },
      { name: 'organizationName', value: 'Netsweep tests' },
    ],
    {
      keyType: 'ec',
      notBeforeDate: new Date('2026-01-02T03:04:05Z'),
      notAfterDate: new Date('2036-01-02T03:04:05Z'),
      ...options,
      extensions: [
        {
          name: 'subjectAltName',
          altNames: [
            { type: 2, value: commonName },
            { type: 2, value: '*.example' },
            { type: 7, ip: '127.0.0.1' },
          ],
        },
      ],
    },
  );
  return { key, cert };
};
