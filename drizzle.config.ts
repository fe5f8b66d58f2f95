import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './shared/store/schema.ts',
    './shared/store/history-schema.ts',
    './shared/store/telling-schema.ts',
  ],
  out: './shared/store/migrations',
});
