/** What somebody has laid down for a namespace: bounds, quotas, presets and how safe pods must be. Applied to what is made in it. */
import type { Kind } from '../../kinds/kind.ts';
import { podKind } from '../../kinds/pod/kind.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { KubeObject, NewObject } from '../../meta/object.ts';
import type { ApiServer } from '../api-server.ts';
import { applyPresets } from './pod-presets.ts';
import { checkPodSecurity } from './pod-security.ts';
import { persistentVolumeClaimKind } from '../../kinds/persistent-volume-claim/kind.ts';
import type { PersistentVolumeClaim } from '../../kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { applyLimits, checkClaim } from './limit-ranges.ts';
import { chargeQuotas } from './quotas.ts';

export function applyPolicies<T extends KubeObject>(server: ApiServer, kind: Kind<T>, object: NewObject<T>, isDryRun: boolean): NewObject<T> {
  let result = object;
  if ((kind as unknown) === podKind) {
    let pod = object as unknown as NewObject<Pod>;
    pod = applyLimits(server, applyPresets(server, pod));
    checkPodSecurity(server, pod);
    result = pod as unknown as NewObject<T>;
  }
  if (kind.table === persistentVolumeClaimKind.table) checkClaim(server, object as unknown as NewObject<PersistentVolumeClaim>);
  chargeQuotas(server, kind, result, isDryRun);
  return result;
}
