import { Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
  HttpApi as Routes,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { keptLogs } from './kept-logs.ts';

/** All callers together; each token has its own, lower limit in the function (API.md "Limits"). */
const THROTTLE = { rateLimit: 1000, burstLimit: 2000 };

/** One line a request. No query string and no header: neither may bring a token or a network into the log. */
const LOG_LINE = AccessLogFormat.custom(
  JSON.stringify({
    request_id: '$context.requestId',
    at: '$context.requestTime',
    ip: '$context.identity.sourceIp',
    method: '$context.httpMethod',
    path: '$context.path',
    status: '$context.status',
    bytes: '$context.responseLength',
    latency_ms: '$context.responseLatency',
    error: '$context.integrationErrorMessage',
  }),
);

/** The door: every request goes to the api function, which checks tokens itself so that each refusal is a problem document. */
export class HttpApi extends Construct {
  readonly url: string;
  readonly routes: Routes;

  constructor(scope: Construct, id: string, { api }: { readonly api: IFunction }) {
    super(scope, id);
    const routes = new Routes(this, 'Routes', {
      apiName: Stack.of(this).stackName,
      createDefaultStage: false,
    });
    const integration = new HttpLambdaIntegration('Api', api);
    // `/{proxy+}` does not match the root.
    for (const path of ['/', '/{proxy+}']) {
      routes.addRoutes({ path, methods: [HttpMethod.ANY], integration });
    }
    acknowledge(
      routes,
      'AwsSolutions::AwsSolutions-APIG4',
      'The api function checks tokens itself, so that each refusal is a problem document; an authorizer could only say {"message"}.',
    );
    const stage = new HttpStage(this, 'Stage', {
      httpApi: routes,
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: {
        destination: new LogGroupLogDestination(keptLogs(this, 'AccessLogs')),
        format: LOG_LINE,
      },
    });
    this.url = stage.url;
    this.routes = routes;
  }
}
