/** The digests of the catalogue's layers by name, of their real archives. A slow test makes them anew and fails on a difference; run it with -u to write them. */
export const planeLayerDigests: Readonly<Record<string, string>> = {
  'coredns-v1.13.1': 'sha256:62cb703d5745771239d56fca56ce02de98a2b9580ebae93430f77e3e682f0c37',
  'distroless': 'sha256:62ef7889cb701c1943b333bbc95964bad9276273f984a97e33dbcd79cc75ccc9',
  'etcd-3.6.8-0': 'sha256:54249eb6e3957e7b6046b11027bf635b95baa8742fa54725ec6469aebd034710',
  'kube-apiserver-v1.36.1': 'sha256:215e7d6453b86b581415939a84efa55102dec7cbdfe6216e37aeb0d674dd4c29',
  'kube-controller-manager-v1.36.1': 'sha256:19eb0c2b568d51809768329b7cf1e3ccc8f882cdb96b60bbd4125d997dd5e18e',
  'kube-proxy-v1.36.1': 'sha256:71717a63ee33ff900187e22ab81195998951c2fe96074f3896790c2205172ace',
  'kube-scheduler-v1.36.1': 'sha256:227f5cfbfdfcbb8ed68487ae613f1c611e38327c2276bca22f99c2f59f6cedea',
  'metrics-server-v0.8.0': 'sha256:b97c9c07177411128f920c873e5372bbccaeeb96b237c631829e43664c4c1889',
  'pause-3.10.1': 'sha256:9c48f000bacb5c05ad63581f4fff385fbf82884ceb80355d08910784dee09d1f',
};
