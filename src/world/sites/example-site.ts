/** Where the examples of the documentation and the manifest of ingress-nginx are found, their texts loaded when somebody first asks. */
import type { Door } from '../../base/index.ts';
import { OnDemandDoor, type Host } from '../../host/index.ts';
import { Asset } from '../../sim/index.ts';

export const exampleCode = new Asset('k8s-examples', () => import('./k8s-examples.ts'));
export const exampleNames: readonly string[] = ['k8s.io', 'kubernetes.io', 'raw.githubusercontent.com'];

export function exampleSite(host: Host): Door {
  return new OnDemandDoor(host, 'kubernetes.io', () => ({ open: exampleCode.get().answerExample }));
}
