import type { Plugin } from 'esbuild';

/**
 * Lambda gives a function its credentials in the environment, and so does all else that runs a bundle. The SDK's other ways
 * (profiles, single sign-on, the metadata of a machine), a twelfth of the api's bundle, stay out of it.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export const environmentCredentials: Plugin = {
  name: 'environment-credentials',
  setup: ({ onLoad }) => {
    onLoad(
      { filter: /[\\/]@aws-sdk[\\/]credential-provider-node[\\/]dist-es[\\/]index\.js$/ },
      () => ({
        contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
      }),
    );
  },
};
