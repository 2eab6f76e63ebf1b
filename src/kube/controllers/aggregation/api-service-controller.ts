/** Whether the groups of the API that other servers answer for can be had: their service is there, has endpoints, and tells its resources. */
import { deepEqual, type Request } from '../../../base/index.ts';
import type { Reconciler } from '../../../sim/index.ts';
import type { APIService } from '../../kinds/api-service/api-service.ts';
import type { Endpoints } from '../../kinds/endpoints/endpoints.ts';
import type { Service } from '../../kinds/service/service.ts';
import type { Condition, KubeObject } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { fetchJson } from '../fetch-json.ts';

const actor = 'apiservice-controller';
const table = 'apiservices.apiregistration.k8s.io';
const againMs = 30_000;

type Verdict = readonly [reason: string, message: string];

export function apiServiceController(context: ControllerContext): Reconciler<KubeObject> {
  const { client } = context;
  const ofService = (key: string) => client.view.keys(table).filter((one) => key.endsWith(`/${serviceKey(client.view.get(one) as APIService)}`));
  return {
    name: actor,
    watches: [{ table }, { table: 'services', keys: ofService }, { table: 'endpoints', keys: ofService }],
    reconcile(key) {
      const found = client.view.get(key) as APIService | undefined;
      if (!found && client.connected) client.server.aggregated.delete(key.slice(table.length + 1));
      if (!found?.spec.service) return undefined;
      const refusal = refusalOf(context, found);
      if (refusal) settle(context, key, refusal);
      else ask(context, key, found);
      return { requeueAfterMs: againMs };
    },
  };
}

function serviceKey({ spec: { service } }: APIService): string {
  return `${service?.namespace ?? ''}/${service?.name ?? ''}`;
}

function refusalOf({ client: { view } }: ControllerContext, api: APIService): Verdict | undefined {
  const { name = '', namespace = '', port = 443 } = api.spec.service!;
  const service = view.get(`services/${serviceKey(api)}`) as Service | undefined;
  if (!service) return ['ServiceNotFound', `service/${name} in "${namespace}" is not present`];
  const wanted = service.spec.ports?.find((one) => one.port === port);
  if (!wanted) return ['ServicePortError', `service/${name} in "${namespace}" is not listening on port ${port}`];
  const { subsets = [] } = (view.get(`endpoints/${serviceKey(api)}`) as Endpoints | undefined) ?? {};
  if (subsets.some(({ addresses = [], ports }) => addresses.length > 0 && ports?.some((one) => (one.name ?? '') === (wanted.name ?? '')))) return undefined;
  return ['MissingEndpoints', `endpoints for service/${name} in "${namespace}" have no addresses with port name "${wanted.name ?? ''}"`];
}

function ask(context: ControllerContext, key: string, { spec: { group = '', version = '', service } }: APIService): void {
  const { server, view } = context.client;
  const { clusterIP = '' } = (view.get(`services/${service!.namespace}/${service!.name}`) as Service).spec;
  const port = service!.port ?? 443;
  const path = `/apis/${group}/${version}`;
  const url = `https://${clusterIP}:${port}${path}`;
  const request: Request = { method: 'GET', path, query: new Map(), headers: {}, body: new Uint8Array(), peer: { address: server.advertiseAddress }, cause: 0 };
  const failed = (why: string) => settle(context, key, ['FailedDiscoveryCheck', `failing or missing response from ${url}: ${why}`]);
  fetchJson(
    (call) => server.kubelets.dial(clusterIP, port, request, call, (why) => failed(`Get "${url}": ${why}`)),
    (status, { resources }) => {
      if (status !== 200 || !Array.isArray(resources)) return failed(`bad status from ${url}: ${status}`);
      server.aggregated.set(key.slice(table.length + 1), { group, version, resources });
      settle(context, key, ['Passed', 'all checks passed']);
    },
  );
}

function settle({ client, trace }: ControllerContext, key: string, [reason, message]: Verdict): void {
  const api = client.view.get(key) as APIService | undefined;
  if (!api || !client.connected) return;
  const status = reason === 'Passed' ? 'True' : 'False';
  if (status === 'False') client.server.aggregated.delete(api.metadata.name);
  const had = api.status.conditions?.find(({ type }) => type === 'Available');
  const condition: Condition = { lastTransitionTime: had?.status === status ? had.lastTransitionTime! : client.now(), message, reason, status, type: 'Available' };
  if (deepEqual(had, condition)) return;
  const id = trace.record(actor, 'update-status', 'api-service-checked', { service: api.metadata.name, reason }, [reading(client, key, 'spec')]);
  client.updateStatus({ ...api, status: { conditions: [condition] } }, { trace: id });
}
