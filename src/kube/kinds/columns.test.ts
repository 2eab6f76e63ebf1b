/** The columns that a server of 1.20 gave for each kind that it lists. */
import { expect, test } from 'vitest';
import { makeCluster, send } from '../api/test-cluster.ts';

const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const { server } = makeCluster('1.20');

interface ShownColumn {
  readonly name: string;
  readonly type: string;
  readonly priority: number;
}

test.each([
  ['v1', 'componentstatuses', 'Name:string, Status:string, Message:string, Error:string'],
  ['v1', 'configmaps', 'Name:string, Data:string, Age:string'],
  ['v1', 'endpoints', 'Name:string, Endpoints:string, Age:string'],
  ['v1', 'events', 'Last Seen:string, Type:string, Reason:string, Object:string, Subobject:string(wide), Source:string(wide), Message:string, First Seen:string(wide), Count:string(wide), Name:string(wide)'],
  ['v1', 'limitranges', 'Name:string, Created At:date'],
  ['v1', 'namespaces', 'Name:string, Status:string, Age:string'],
  ['v1', 'nodes', 'Name:string, Status:string, Roles:string, Age:string, Version:string, Internal-IP:string(wide), External-IP:string(wide), OS-Image:string(wide), Kernel-Version:string(wide), Container-Runtime:string(wide)'],
  ['v1', 'persistentvolumeclaims', 'Name:string, Status:string, Volume:string, Capacity:string, Access Modes:string, StorageClass:string, Age:string, VolumeMode:string(wide)'],
  ['v1', 'persistentvolumes', 'Name:string, Capacity:string, Access Modes:string, Reclaim Policy:string, Status:string, Claim:string, StorageClass:string, Reason:string, Age:string, VolumeMode:string(wide)'],
  ['v1', 'pods', 'Name:string, Ready:string, Status:string, Restarts:integer, Age:string, IP:string(wide), Node:string(wide), Nominated Node:string(wide), Readiness Gates:string(wide)'],
  ['v1', 'podtemplates', 'Name:string, Containers:string, Images:string, Pod Labels:string'],
  ['v1', 'replicationcontrollers', 'Name:string, Desired:integer, Current:integer, Ready:integer, Age:string, Containers:string(wide), Images:string(wide), Selector:string(wide)'],
  ['v1', 'resourcequotas', 'Name:string, Age:string, Request:string, Limit:string'],
  ['v1', 'secrets', 'Name:string, Type:string, Data:string, Age:string'],
  ['v1', 'serviceaccounts', 'Name:string, Secrets:string, Age:string'],
  ['v1', 'services', 'Name:string, Type:string, Cluster-IP:string, External-IP:string, Port(s):string, Age:string, Selector:string(wide)'],
  ['admissionregistration.k8s.io/v1', 'mutatingwebhookconfigurations', 'Name:string, Webhooks:integer, Age:string'],
  ['admissionregistration.k8s.io/v1', 'validatingwebhookconfigurations', 'Name:string, Webhooks:integer, Age:string'],
  ['admissionregistration.k8s.io/v1beta1', 'mutatingwebhookconfigurations', 'Name:string, Webhooks:integer, Age:string'],
  ['admissionregistration.k8s.io/v1beta1', 'validatingwebhookconfigurations', 'Name:string, Webhooks:integer, Age:string'],
  ['apiextensions.k8s.io/v1', 'customresourcedefinitions', 'Name:string, Created At:date'],
  ['apiextensions.k8s.io/v1beta1', 'customresourcedefinitions', 'Name:string, Created At:date'],
  ['apiregistration.k8s.io/v1', 'apiservices', 'Name:string, Service:string, Available:string, Age:string'],
  ['apiregistration.k8s.io/v1beta1', 'apiservices', 'Name:string, Service:string, Available:string, Age:string'],
  ['apps/v1', 'controllerrevisions', 'Name:string, Controller:string, Revision:string, Age:string'],
  ['apps/v1', 'daemonsets', 'Name:string, Desired:integer, Current:integer, Ready:integer, Up-to-date:integer, Available:integer, Node Selector:string, Age:string, Containers:string(wide), Images:string(wide), Selector:string(wide)'],
  ['apps/v1', 'deployments', 'Name:string, Ready:string, Up-to-date:string, Available:string, Age:string, Containers:string(wide), Images:string(wide), Selector:string(wide)'],
  ['apps/v1', 'replicasets', 'Name:string, Desired:integer, Current:integer, Ready:integer, Age:string, Containers:string(wide), Images:string(wide), Selector:string(wide)'],
  ['apps/v1', 'statefulsets', 'Name:string, Ready:string, Age:string, Containers:string(wide), Images:string(wide)'],
  ['autoscaling/v1', 'horizontalpodautoscalers', 'Name:string, Reference:string, Targets:string, MinPods:string, MaxPods:string, Replicas:string, Age:string'],
  ['autoscaling/v2beta1', 'horizontalpodautoscalers', 'Name:string, Reference:string, Targets:string, MinPods:string, MaxPods:string, Replicas:string, Age:string'],
  ['autoscaling/v2beta2', 'horizontalpodautoscalers', 'Name:string, Reference:string, Targets:string, MinPods:string, MaxPods:string, Replicas:string, Age:string'],
  ['batch/v1', 'jobs', 'Name:string, Completions:string, Duration:string, Age:string, Containers:string(wide), Images:string(wide), Selector:string(wide)'],
  ['batch/v1beta1', 'cronjobs', 'Name:string, Schedule:string, Suspend:boolean, Active:integer, Last Schedule:string, Age:string, Containers:string(wide), Images:string(wide), Selector:string(wide)'],
  ['certificates.k8s.io/v1', 'certificatesigningrequests', 'Name:string, Age:string, SignerName:string, Requestor:string, Condition:string'],
  ['certificates.k8s.io/v1beta1', 'certificatesigningrequests', 'Name:string, Age:string, SignerName:string, Requestor:string, Condition:string'],
  ['coordination.k8s.io/v1', 'leases', 'Name:string, Holder:string, Age:string'],
  ['coordination.k8s.io/v1beta1', 'leases', 'Name:string, Holder:string, Age:string'],
  ['discovery.k8s.io/v1beta1', 'endpointslices', 'Name:string, AddressType:string, Ports:string, Endpoints:string, Age:string'],
  ['events.k8s.io/v1', 'events', 'Last Seen:string, Type:string, Reason:string, Object:string, Subobject:string(wide), Source:string(wide), Message:string, First Seen:string(wide), Count:string(wide), Name:string(wide)'],
  ['events.k8s.io/v1beta1', 'events', 'Last Seen:string, Type:string, Reason:string, Object:string, Subobject:string(wide), Source:string(wide), Message:string, First Seen:string(wide), Count:string(wide), Name:string(wide)'],
  ['extensions/v1beta1', 'ingresses', 'Name:string, Class:string, Hosts:string, Address:string, Ports:string, Age:string'],
  ['flowcontrol.apiserver.k8s.io/v1beta1', 'flowschemas', 'Name:string, PriorityLevel:string, MatchingPrecedence:string, DistinguisherMethod:string, Age:string, MissingPL:string'],
  ['flowcontrol.apiserver.k8s.io/v1beta1', 'prioritylevelconfigurations', 'Name:string, Type:string, AssuredConcurrencyShares:string, Queues:string, HandSize:string, QueueLengthLimit:string, Age:string'],
  ['networking.k8s.io/v1', 'ingressclasses', 'Name:string, Controller:string, Parameters:string, Age:string'],
  ['networking.k8s.io/v1', 'ingresses', 'Name:string, Class:string, Hosts:string, Address:string, Ports:string, Age:string'],
  ['networking.k8s.io/v1', 'networkpolicies', 'Name:string, Pod-Selector:string, Age:string'],
  ['networking.k8s.io/v1beta1', 'ingressclasses', 'Name:string, Controller:string, Parameters:string, Age:string'],
  ['networking.k8s.io/v1beta1', 'ingresses', 'Name:string, Class:string, Hosts:string, Address:string, Ports:string, Age:string'],
  ['node.k8s.io/v1', 'runtimeclasses', 'Name:string, Handler:string, Age:string'],
  ['node.k8s.io/v1beta1', 'runtimeclasses', 'Name:string, Handler:string, Age:string'],
  ['policy/v1beta1', 'poddisruptionbudgets', 'Name:string, Min Available:string, Max Unavailable:string, Allowed Disruptions:integer, Age:string'],
  ['policy/v1beta1', 'podsecuritypolicies', 'Name:string, Priv:string, Caps:string, SELinux:string, RunAsUser:string, FsGroup:string, SupGroup:string, ReadOnlyRootFs:string, Volumes:string'],
  ['rbac.authorization.k8s.io/v1', 'clusterrolebindings', 'Name:string, Role:string, Age:string, Users:string(wide), Groups:string(wide), ServiceAccounts:string(wide)'],
  ['rbac.authorization.k8s.io/v1', 'clusterroles', 'Name:string, Created At:date'],
  ['rbac.authorization.k8s.io/v1', 'rolebindings', 'Name:string, Role:string, Age:string, Users:string(wide), Groups:string(wide), ServiceAccounts:string(wide)'],
  ['rbac.authorization.k8s.io/v1', 'roles', 'Name:string, Created At:date'],
  ['rbac.authorization.k8s.io/v1beta1', 'clusterrolebindings', 'Name:string, Role:string, Age:string, Users:string(wide), Groups:string(wide), ServiceAccounts:string(wide)'],
  ['rbac.authorization.k8s.io/v1beta1', 'clusterroles', 'Name:string, Created At:date'],
  ['rbac.authorization.k8s.io/v1beta1', 'rolebindings', 'Name:string, Role:string, Age:string, Users:string(wide), Groups:string(wide), ServiceAccounts:string(wide)'],
  ['rbac.authorization.k8s.io/v1beta1', 'roles', 'Name:string, Created At:date'],
  ['scheduling.k8s.io/v1', 'priorityclasses', 'Name:string, Value:integer, Global-Default:boolean, Age:string'],
  ['scheduling.k8s.io/v1beta1', 'priorityclasses', 'Name:string, Value:integer, Global-Default:boolean, Age:string'],
  ['storage.k8s.io/v1', 'csidrivers', 'Name:string, AttachRequired:boolean, PodInfoOnMount:boolean, Modes:string, Age:string'],
  ['storage.k8s.io/v1', 'csinodes', 'Name:string, Drivers:integer, Age:string'],
  ['storage.k8s.io/v1', 'storageclasses', 'Name:string, Provisioner:string, ReclaimPolicy:string, VolumeBindingMode:string, AllowVolumeExpansion:string, Age:string'],
  ['storage.k8s.io/v1', 'volumeattachments', 'Name:string, Attacher:string, PV:string, Node:string, Attached:boolean, Age:string'],
  ['storage.k8s.io/v1beta1', 'csidrivers', 'Name:string, AttachRequired:boolean, PodInfoOnMount:boolean, Modes:string, Age:string'],
  ['storage.k8s.io/v1beta1', 'csinodes', 'Name:string, Drivers:integer, Age:string'],
  ['storage.k8s.io/v1beta1', 'storageclasses', 'Name:string, Provisioner:string, ReclaimPolicy:string, VolumeBindingMode:string, AllowVolumeExpansion:string, Age:string'],
  ['storage.k8s.io/v1beta1', 'volumeattachments', 'Name:string, Attacher:string, PV:string, Node:string, Attached:boolean, Age:string'],
])('%s %s', (apiVersion, plural, expected) => {
  const { columnDefinitions } = send(server, 'GET', `${apiVersion === 'v1' ? '/api' : '/apis'}/${apiVersion}/${plural}`, undefined, { accept }).json;
  const shown = (columnDefinitions as readonly ShownColumn[]).map(({ name, type, priority }) => `${name}:${type}${priority > 0 ? '(wide)' : ''}`);
  expect(shown.join(', ')).toBe(expected);
});
