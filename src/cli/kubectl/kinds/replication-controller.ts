/** What the client knows of replication controllers: what replica sets were before there were deployments. */
import { list, members } from '../objects/member.ts';
import { mapSelectorText } from '../objects/selector-text.ts';
import type { ClientKind } from './client-kind.ts';
import { containerPorts } from './pod.ts';
import { describeReplicas } from './replica-set.ts';

export const replicationControllerKind: ClientKind = {
  group: '',
  kind: 'ReplicationController',
  podSpec: ['spec', 'template', 'spec'],
  podSelector: (controller) => mapSelectorText(members(controller, 'spec', 'selector')),
  describe: (k, info, options) => describeReplicas(k, info, options, mapSelectorText(members(info.object, 'spec', 'selector'))),
  expose: {
    selector: (controller) => members(controller, 'spec', 'selector'),
    ports: (controller) => containerPorts(list(controller, 'spec', 'template', 'spec', 'containers')),
  },
};
