/** The roles of the controllers, and those that hold in one namespace, written as in bootstrap-roles. */

/** Each belongs to the account of its name in kube-system. */
export const controllerRoles = `
attachdetach-controller
 lw - persistentvolumeclaims,persistentvolumes
 glw - nodes
 pu - nodes/status
 lw - pods
 E
 cdglw storage.k8s.io volumeattachments
 glw storage.k8s.io csidrivers @14-
 glw storage.k8s.io csinodes @14-
certificate-controller
 dglw certificates.k8s.io certificatesigningrequests
 u certificates.k8s.io certificatesigningrequests/approval,certificatesigningrequests/status
 =approve certificates.k8s.io signers kubernetes.io/kube-apiserver-client-kubelet @18-
 =sign certificates.k8s.io signers kubernetes.io/kube-apiserver-client,kubernetes.io/kube-apiserver-client-kubelet,kubernetes.io/kubelet-serving,kubernetes.io/legacy-unknown @18-
 c authorization.k8s.io subjectaccessreviews
 E
clusterrole-aggregation-controller
 =escalate,get,list,patch,update,watch rbac.authorization.k8s.io clusterroles
cronjob-controller
 gluw batch cronjobs
 cdglpuw batch jobs
 u batch cronjobs/status
 u batch cronjobs/finalizers
 dlw - pods
 E
daemon-set-controller
 glw apps,extensions daemonsets
 u apps,extensions daemonsets/status
 u apps,extensions daemonsets/finalizers
 lw - nodes
 cdlpw - pods
 c - pods/binding
 cdglpuw apps controllerrevisions
 E
deployment-controller
 gluw apps,extensions deployments
 u apps,extensions deployments/status
 u apps,extensions deployments/finalizers
 cdglpuw apps,extensions replicasets
 gluw - pods
 E
device-taint-eviction-controller @36-
 dglw - pods
 pu - pods/status
 glw resource.k8s.io resourceclaims
 glw resource.k8s.io resourceslices
 glw resource.k8s.io deviceclasses
 E
disruption-controller
 glw apps,extensions deployments
 glw apps,extensions replicasets
 glw - replicationcontrollers
 glw policy poddisruptionbudgets
 glw apps statefulsets
 u policy poddisruptionbudgets/status
 pu - pods/status @26-
 g * */scale @15-
 E
endpoint-controller
 glw - pods,services
 cdgluw - endpoints
 c - endpoints/restricted
 E
endpointslice-controller @17-
 glw - nodes,pods,services
 u - services/finalizers
 cdgluw discovery.k8s.io endpointslices
 E
endpointslicemirroring-controller @19-
 glw - endpoints,services
 u - services/finalizers
 u - endpoints/finalizers
 cdgluw discovery.k8s.io endpointslices
 E
ephemeral-volume-controller @21-
 glw - pods
 u - pods/finalizers
 cglw - persistentvolumeclaims
 E
expand-controller
 glpuw - persistentvolumes
 pu - persistentvolumeclaims/status
 glw - persistentvolumeclaims
 E
generic-garbage-collector
 dglpuw * *
 E
horizontal-pod-autoscaler
 glw autoscaling horizontalpodautoscalers
 u autoscaling horizontalpodautoscalers/status
 gu * */scale
 lw - pods
 =get - services/proxy http:heapster:,https:heapster: @-20
 lw metrics.k8s.io pods
 glw custom.metrics.k8s.io *
 glw external.metrics.k8s.io *
 E
job-controller
 glpuw batch jobs
 u batch jobs/status
 u batch jobs/finalizers
 cdlpw - pods
 E
legacy-service-account-token-cleaner @28-
 g - configmaps kube-apiserver-legacy-service-account-token-tracking
 dp - secrets
namespace-controller
 dglw - namespaces
 u - namespaces/finalize,namespaces/status
 dDglw * *
node-controller
 dglpuw - nodes
 pu - nodes/status
 pu - pods/status
 dglw - pods
 E
persistent-volume-binder
 cdgluw - persistentvolumes
 u - persistentvolumes/status
 gluw - persistentvolumeclaims
 u - persistentvolumeclaims/status
 cdglw - pods
 glw storage.k8s.io storageclasses
 lw - nodes
 E
 w - events
pod-garbage-collector
 dlw - pods
 glw - nodes
 p - pods/status
pv-protection-controller
 gluw - persistentvolumes
 E
pvc-protection-controller
 gluw - persistentvolumeclaims
 u - persistentvolumeclaims/status @34-
 glw - pods
 E
replicaset-controller
 gluw apps,extensions replicasets
 u apps,extensions replicasets/status
 u apps,extensions replicasets/finalizers
 cdlpw - pods
 E
replication-controller
 gluw - replicationcontrollers
 u - replicationcontrollers/status
 u - replicationcontrollers/finalizers
 cdlpw - pods
 E
resource-claim-controller @34-
 glw - pods
 u - pods/finalizers
 cdglw resource.k8s.io resourceclaims
 pu resource.k8s.io resourceclaims,resourceclaims/status
 pu - pods/status
 E
 pu resource.k8s.io resourceclaims/binding
resourcequota-controller
 lw * *
 u - resourcequotas/status
 E
root-ca-cert-publisher @20-
 cu - configmaps
 E
route-controller
 lw - nodes
 p - nodes/status
 E
selinux-warning-controller @36-
 E
 glw - persistentvolumes
 glw - persistentvolumeclaims
 glw - pods
 glw storage.k8s.io csidrivers
service-account-controller
 c - serviceaccounts
 E
service-cidrs-controller @33-
 glpuw networking.k8s.io servicecidrs
 pu networking.k8s.io servicecidrs/finalizers
 pu networking.k8s.io servicecidrs/status
 glw networking.k8s.io ipaddresses
 E
service-controller
 glw - services
 pu - services/status
 lw - nodes
 E
statefulset-controller
 lw - pods
 glw apps statefulsets
 u apps statefulsets/status
 u apps statefulsets/finalizers
 cdgpu - pods
 cdglpuw apps controllerrevisions
 cglw - persistentvolumeclaims
 du - persistentvolumeclaims @23-
 u - pods/finalizers @34-
 E
ttl-after-finished-controller @21-
 dglw batch jobs
 E
ttl-controller
 lpuw - nodes
 E
validatingadmissionpolicy-status-controller @30-
 glw admissionregistration.k8s.io validatingadmissionpolicies
 gpu admissionregistration.k8s.io validatingadmissionpolicies/status
 E
volumeattributesclass-protection-controller @34-
 glw - persistentvolumeclaims
 glw - persistentvolumes
 gluw storage.k8s.io volumeattributesclasses
 E`;

/** Of one namespace, with who has them beside the account of the same name. */
export const namespaceRoles = `
kube-public system:controller:bootstrap-signer
 glw - configmaps
 u - configmaps cluster-info
 E
kube-system extension-apiserver-authentication-reader
 glw - configmaps extension-apiserver-authentication
kube-system system::leader-locking-kube-controller-manager @-20
 w - configmaps
 gu - configmaps kube-controller-manager
kube-system system::leader-locking-kube-controller-manager @20-
 cgluw coordination.k8s.io leases
 cgluw coordination.k8s.io leasecandidates @31-
kube-system system::leader-locking-kube-scheduler @-20
 w - configmaps
 gu - configmaps kube-scheduler
kube-system system::leader-locking-kube-scheduler @20-
 cgluw coordination.k8s.io leases
 cgluw coordination.k8s.io leasecandidates @31-
kube-system system:controller:bootstrap-signer
 glw - secrets
kube-system system:controller:cloud-provider
 cglw - configmaps
kube-system system:controller:token-cleaner
 dglw - secrets
 E`;
