/** The flags that the components take; those that have no effect here are taken all the same, because manifests carry them. */

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

const everywhere = 'version v vmodule feature-gates kubeconfig config hostname-override logging-format';

export const knownFlags = {
  etcd: words(`
    version advertise-client-urls auto-compaction-mode auto-compaction-retention cert-file client-cert-auth data-dir experimental-initial-corrupt-check
    experimental-watch-progress-notify-interval feature-gates heartbeat-interval election-timeout initial-advertise-peer-urls initial-cluster
    initial-cluster-state initial-cluster-token key-file listen-client-urls listen-metrics-urls listen-peer-urls max-request-bytes name peer-cert-file
    peer-client-cert-auth peer-key-file peer-trusted-ca-file quota-backend-bytes snapshot-count trusted-ca-file watch-progress-notify-interval`),
  'kube-apiserver': words(`
    ${everywhere} admission-control-config-file advertise-address allow-privileged anonymous-auth audit-log-path audit-policy-file authorization-mode
    bind-address client-ca-file default-not-ready-toleration-seconds default-unreachable-toleration-seconds disable-admission-plugins
    enable-admission-plugins enable-aggregator-routing enable-bootstrap-token-auth encryption-provider-config etcd-cafile etcd-certfile etcd-keyfile
    etcd-prefix etcd-servers event-ttl insecure-port kubelet-certificate-authority kubelet-client-certificate kubelet-client-key
    kubelet-preferred-address-types max-mutating-requests-inflight max-requests-inflight profiling proxy-client-cert-file proxy-client-key-file
    requestheader-allowed-names requestheader-client-ca-file requestheader-extra-headers-prefix requestheader-group-headers
    requestheader-username-headers runtime-config secure-port service-account-issuer service-account-key-file service-account-lookup
    service-account-signing-key-file service-cluster-ip-range service-node-port-range tls-cert-file tls-cipher-suites tls-min-version
    tls-private-key-file token-auth-file watch-cache`),
  'kube-controller-manager': words(`
    ${everywhere} address allocate-node-cidrs authentication-kubeconfig authorization-kubeconfig bind-address client-ca-file cluster-cidr cluster-name
    cluster-signing-cert-file cluster-signing-duration cluster-signing-key-file concurrent-deployment-syncs concurrent-replicaset-syncs controllers
    horizontal-pod-autoscaler-sync-period leader-elect leader-elect-lease-duration master node-cidr-mask-size node-eviction-rate
    node-monitor-grace-period node-monitor-period pod-eviction-timeout port profiling requestheader-client-ca-file root-ca-file secure-port
    service-account-private-key-file service-cluster-ip-range terminated-pod-gc-threshold use-service-account-credentials`),
  'kube-scheduler': words(`
    ${everywhere} address authentication-kubeconfig authorization-kubeconfig bind-address leader-elect leader-elect-lease-duration master policy-config-file
    port profiling secure-port`),
  'kube-proxy': words(`${everywhere} bind-address cleanup cluster-cidr conntrack-max-per-core healthz-bind-address masquerade-all master proxy-mode`),
  kubelet: words(`
    ${everywhere} address anonymous-auth authorization-mode bootstrap-kubeconfig cgroup-driver client-ca-file cluster-dns cluster-domain cni-bin-dir
    cni-conf-dir container-runtime container-runtime-endpoint eviction-hard fail-swap-on image-service-endpoint max-pods network-plugin node-ip
    node-labels pod-cidr pod-infra-container-image pod-manifest-path read-only-port register-node register-with-taints root-dir rotate-certificates
    runtime-request-timeout serialize-image-pulls system-reserved kube-reserved`),
} as const;
