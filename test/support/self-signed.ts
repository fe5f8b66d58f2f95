/**
 * A certificate for 127.0.0.1 that nobody vouches for but itself, and its key, which opens nothing: made once with
 * `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj /CN=127.0.0.1
 * -addext subjectAltName=IP:127.0.0.1`.
 */
export const selfSigned = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBkDCCATagAwIBAgIUfQg6pyNyAEGyoOYPYNJ+pb+hcnUwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyNTIzMTI1MVoYDzIxMjYxMTAx
MjMxMjUxWjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASIdKTS0W+zIR3oC5soj9QXqlwGlt5kW39iFIDUQJ/yeQLAiCbn/ldT
/ZNEDg2Anu04du2mpZdZ1jb7N6aDXh0so2QwYjAdBgNVHQ4EFgQUCMUGBB6k8XYa
eIag0kV/kV62I0QwHwYDVR0jBBgwFoAUCMUGBB6k8XYaeIag0kV/kV62I0QwDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUC
IQCizepBO3+pHaeoT0/eEaJ/t2LVQ9hMXkHEnb5bqMx5owIgBRN8ihw/CJwPhKG/
qjQbEABzr4eu23URuAoWoNYHtzE=
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgbgmLHmnkEgBtL3UV
YqvDtXQqFawjvLd9DXEnrRQ8ZvWhRANCAASIdKTS0W+zIR3oC5soj9QXqlwGlt5k
W39iFIDUQJ/yeQLAiCbn/ldT/ZNEDg2Anu04du2mpZdZ1jb7N6aDXh0s
-----END PRIVATE KEY-----
`,
};
