/**
 * The roles that every cluster begins with, as lines: a role's name, with `@since-until` where not all releases have it, and below it its
 * rules, each with verbs, groups, resources and perhaps names. Verbs are letters, or words behind a sign of equality; the core group is `-`.
 */
import type { PolicyRule } from '../../kinds/role/role.ts';
import type { Release } from '../../meta/release.ts';

const letters: Readonly<Record<string, string>> = { '*': '*', c: 'create', d: 'delete', D: 'deletecollection', g: 'get', l: 'list', p: 'patch', u: 'update', w: 'watch' };

export interface RoleText {
  readonly name: string;
  readonly rules: readonly PolicyRule[];
}

export function rolesIn(text: string, release: Release): readonly RoleText[] {
  const roles: { name: string; rules: PolicyRule[] }[] = [];
  let isServed = true;
  for (const line of text.trim().split('\n')) {
    const [, words = '', since = '', until = ''] = /^ ?(.*?)(?: @(\d*)-(\d*))?$/.exec(line)!;
    const has = release.has({ ...(since !== '' && { since: Number(since) }), ...(until !== '' && { until: Number(until) }) });
    if (!line.startsWith(' ')) {
      isServed = has;
      if (isServed) roles.push({ name: words, rules: [] });
    } else if (isServed && has) roles.at(-1)!.rules.push(ruleOf(words, release));
  }
  return roles;
}

function ruleOf(words: string, release: Release): PolicyRule {
  if (words === 'E') return ruleOf(release.atLeast(19) ? 'cpu -,events.k8s.io events' : 'cpu - events', release);
  if (words.startsWith('/')) return { nonResourceURLs: words.split(','), verbs: ['get'] };
  const [verbs = '', groups = '', resources = '', names] = words.split(' ');
  return {
    apiGroups: groups.split(',').map((group) => (group === '-' ? '' : group)),
    ...(names && { resourceNames: names.split(',') }),
    resources: resources.split(','),
    verbs: verbs.startsWith('=') ? verbs.slice(1).split(',') : [...verbs].map((letter) => letters[letter]!),
  };
}

export const aggregateToAdmin = `
system:aggregate-to-admin
 c authorization.k8s.io localsubjectaccessreviews
 cdDglpuw rbac.authorization.k8s.io rolebindings,roles`;

export const aggregateToEdit = `
system:aggregate-to-edit
 glw - pods/attach,pods/exec,pods/portforward,pods/proxy,secrets,services/proxy
 =impersonate - serviceaccounts
 cdDpu - pods,pods/attach,pods/exec,pods/portforward,pods/proxy
 c - pods/eviction @22-
 cdDpu - configmaps,events,persistentvolumeclaims,replicationcontrollers,replicationcontrollers/scale,secrets,serviceaccounts,services,services/proxy @22-
 cdDpu - configmaps,endpoints,persistentvolumeclaims,replicationcontrollers,replicationcontrollers/scale,secrets,serviceaccounts,services,services/proxy @-22
 c - serviceaccounts/token @24-
 cdDpu apps daemonsets,deployments,deployments/rollback,deployments/scale,replicasets,replicasets/scale,statefulsets,statefulsets/scale
 cdDpu autoscaling horizontalpodautoscalers
 cdDpu batch cronjobs,jobs
 cdDpu extensions daemonsets,deployments,deployments/rollback,deployments/scale,ingresses,networkpolicies,replicasets,replicasets/scale,replicationcontrollers/scale
 cdDpu policy poddisruptionbudgets
 cdDpu networking.k8s.io ingresses,networkpolicies
 cdDglpuw coordination.k8s.io leases @27-`;

export const aggregateToView = `
system:aggregate-to-view
 glw - configmaps,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,pods,replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/status
 glw - bindings,events,limitranges,namespaces/status,pods/log,pods/status,replicationcontrollers/status,resourcequotas,resourcequotas/status
 glw - namespaces
 glw discovery.k8s.io endpointslices @21-
 glw apps controllerrevisions,daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,replicasets,replicasets/scale,replicasets/status,statefulsets,statefulsets/scale,statefulsets/status
 glw autoscaling horizontalpodautoscalers,horizontalpodautoscalers/status
 glw batch cronjobs,cronjobs/status,jobs,jobs/status
 glw extensions daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,ingresses,ingresses/status,networkpolicies,replicasets,replicasets/scale,replicasets/status,replicationcontrollers/scale
 glw policy poddisruptionbudgets,poddisruptionbudgets/status
 glw networking.k8s.io ingresses,ingresses/status,networkpolicies`;

/** What the node authorizer lets every node do, as far as it does not look at whose something is. */
export const nodeRole = `
system:node
 c authentication.k8s.io tokenreviews
 c authorization.k8s.io localsubjectaccessreviews,subjectaccessreviews
 glw - services
 cglw - nodes
 pu - nodes/status
 pu - nodes
 cpu - events
 glw - pods
 cd - pods
 pu - pods/status
 c - pods/eviction
 glw - configmaps,secrets
 g - persistentvolumeclaims,persistentvolumes
 g - endpoints
 cglw certificates.k8s.io certificatesigningrequests
 cdgpu coordination.k8s.io leases @14-
 g storage.k8s.io volumeattachments
 c - serviceaccounts/token
 gpu - persistentvolumeclaims/status
 glw storage.k8s.io csidrivers @14-
 cdgpu storage.k8s.io csinodes @14-
 glw node.k8s.io runtimeclasses @14-
 g resource.k8s.io resourceclaims @34-
 D resource.k8s.io resourceslices @34-
 cdglpuw resource.k8s.io resourceslices @34-`;

export const componentRoles = `
cluster-admin
 * * *
system:auth-delegator
 c authentication.k8s.io tokenreviews
 c authorization.k8s.io subjectaccessreviews
system:basic-user
 c authorization.k8s.io selfsubjectaccessreviews,selfsubjectrulesreviews
 c authentication.k8s.io selfsubjectreviews @28-
system:certificates.k8s.io:certificatesigningrequests:nodeclient
 c certificates.k8s.io certificatesigningrequests/nodeclient
system:certificates.k8s.io:certificatesigningrequests:selfnodeclient
 c certificates.k8s.io certificatesigningrequests/selfnodeclient
system:certificates.k8s.io:kube-apiserver-client-approver @18-
 =approve certificates.k8s.io signers kubernetes.io/kube-apiserver-client
system:certificates.k8s.io:kube-apiserver-client-kubelet-approver @18-
 =approve certificates.k8s.io signers kubernetes.io/kube-apiserver-client-kubelet
system:certificates.k8s.io:kubelet-serving-approver @18-
 =approve certificates.k8s.io signers kubernetes.io/kubelet-serving
system:certificates.k8s.io:legacy-unknown-approver @18-
 =approve certificates.k8s.io signers kubernetes.io/legacy-unknown
system:discovery
 /api,/api/*,/apis,/apis/*,/healthz,/livez,/openapi,/openapi/*,/readyz,/version,/version/
system:heapster
 glw - events,namespaces,nodes,pods
 glw extensions deployments
system:kube-aggregator
 glw - endpoints,services
system:kube-controller-manager
 E
 c coordination.k8s.io leases @14-
 gu coordination.k8s.io leases kube-controller-manager @14-
 c - endpoints @-24
 gu - endpoints kube-controller-manager @-24
 c - secrets,serviceaccounts
 d - secrets
 g - configmaps,namespaces,secrets,serviceaccounts
 u - secrets,serviceaccounts
 c authentication.k8s.io tokenreviews
 c authorization.k8s.io subjectaccessreviews
 lw * *
 c - serviceaccounts/token
system:kube-dns
 lw - endpoints,services
system:kube-scheduler
 E
 c coordination.k8s.io leases @14-
 gu coordination.k8s.io leases kube-scheduler @14-
 c - endpoints @-24
 gu - endpoints kube-scheduler @-24
 glw - nodes
 dglw - pods
 c - bindings,pods/binding
 pu - pods/status
 glw - replicationcontrollers,services
 glw apps,extensions replicasets
 glw apps statefulsets
 glw policy poddisruptionbudgets
 glw - persistentvolumeclaims,persistentvolumes
 c authentication.k8s.io tokenreviews
 c authorization.k8s.io subjectaccessreviews
 glw storage.k8s.io csinodes @17-
 glw - namespaces @21-
 glw storage.k8s.io csidrivers @19-
 glw storage.k8s.io csistoragecapacities @21-
 glw resource.k8s.io deviceclasses @34-
 glpuw resource.k8s.io resourceclaims @34-
 glpuw resource.k8s.io resourceclaims/status @34-
 cdDglpuw - pods/finalizers @34-
 glw resource.k8s.io resourceslices @34-
system:kubelet-api-admin
 glw - nodes
 =proxy - nodes
 * - nodes/log,nodes/metrics,nodes/proxy,nodes/stats
system:monitoring @21-
 /healthz,/healthz/*,/livez,/livez/*,/metrics,/metrics/slis,/readyz,/readyz/*
system:node-bootstrapper
 cglw certificates.k8s.io certificatesigningrequests
system:node-problem-detector
 g - nodes
 p - nodes/status
 E
system:node-proxier
 lw - endpoints,services
 glw - nodes
 E
 lw discovery.k8s.io endpointslices @17-
system:persistent-volume-provisioner
 cdglw - persistentvolumes
 gluw - persistentvolumeclaims
 glw storage.k8s.io storageclasses
 w - events
 E
system:public-info-viewer @14-
 /healthz,/livez,/readyz,/version,/version/
system:service-account-issuer-discovery @20-
 /.well-known/openid-configuration,/openid/v1/jwks
system:volume-scheduler
 glpuw - persistentvolumes
 glw storage.k8s.io storageclasses
 glpuw - persistentvolumeclaims`;
