/** Fields that bring kustomize configuration of its own: what they name has to be there. Beyond that they are refused here, so that none is passed over in silence. */
import { CommandError } from '../command/errors.ts';
import { list, text } from '../objects/member.ts';
import type { Kustomization } from './kustomization.ts';
import { below } from '../command/paths.ts';
import { load, missing, type Loading } from './loader.ts';

/** Descriptions that are built into every release of kustomize of today. */
const builtinOpenApi = ['v1.21.2'];

export function refusePlugins(loading: Loading, { root, content }: Kustomization): void {
  const version = text(content, 'openapi', 'version');
  if (version !== '' && !builtinOpenApi.includes(version)) throw new CommandError('the specified OpenAPI version is not built in');
  const description = text(content, 'openapi', 'path');
  if (description !== '') {
    load(loading, root, description);
    refuse('openapi.path');
  }
  for (const field of ['generators', 'transformers', 'validators']) {
    for (const entry of list(content, field).map(String)) {
      const whole = below(loading.p, root, entry);
      const gone = missing(loading.p, whole, whole);
      if (gone !== undefined) throw new CommandError(`${field === 'generators' ? 'loading generator plugins: ' : ''}accumulation err='accumulating resources from '${entry}': ${gone}': must build at directory: not a valid directory: ${gone}`);
      refuse(field);
    }
  }
  for (const entry of list(content, 'configurations').map(String)) {
    load(loading, root, entry);
    refuse('configurations');
  }
  const crds = list(content, 'crds').map(String);
  try {
    for (const entry of crds) load(loading, root, entry);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`loading CRDs [${crds.join(' ')}]: ${error.message}`);
  }
  if (crds.length > 0) refuse('crds');
}

function refuse(field: string): never {
  throw new CommandError(`this kustomize does not know what to do with ${field}`);
}
