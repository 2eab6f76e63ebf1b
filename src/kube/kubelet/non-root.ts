/** Refuses to run as root what must not. */
import type { Container } from '../kinds/pod/container.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import { ConfigError } from './config-error.ts';
import { podFullName } from './phrases.ts';

/** `imageUser`: whom the image wants to be, by number or name; '' is root. */
export function demandNonRoot(pod: Pod, container: Container, imageUser: string): void {
  const { securityContext: ofPod = {} } = pod.spec;
  const { securityContext: own = {} } = container;
  if (!(own.runAsNonRoot ?? ofPod.runAsNonRoot)) return;
  const where = `(pod: "${podFullName(pod)}", container: ${container.name})`;
  const user = own.runAsUser ?? ofPod.runAsUser;
  if (user === 0) throw new ConfigError(`container's runAsUser breaks non-root policy ${where}`);
  if (user !== undefined) return;
  const name = imageUser.split(':')[0]!;
  if (name === '' || /^0+$/.test(name)) throw new ConfigError(`container has runAsNonRoot and image will run as root ${where}`);
  if (!/^\d+$/.test(name)) throw new ConfigError(`container has runAsNonRoot and image has non-numeric user (${name}), cannot verify user is non-root ${where}`);
}
