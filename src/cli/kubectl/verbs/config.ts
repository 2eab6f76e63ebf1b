/** kubectl config: a group of verbs over kubeconfig files. None of them asks a server. */
import type { Verb } from '../command/verb.ts';
import { currentContextVerb, deleteContextVerb, getContextsVerb, renameContextVerb, setContextVerb, useContextVerb } from './config-contexts.ts';
import { deleteClusterVerb, deleteUserVerb, getClustersVerb, getUsersVerb, setClusterVerb, setCredentialsVerb } from './config-entries.ts';
import { setPropertyVerb, unsetPropertyVerb } from './config-property.ts';
import { viewVerb } from './config-view.ts';

export const configVerb: Verb = {
  name: 'config',
  summary: 'Modify kubeconfig files',
  details: 'The file is that of --kubeconfig; or those of $KUBECONFIG, merged; or ~/.kube/config.',
  usage: 'config SUBCOMMAND',
  group: 'Other Commands',
  verbs: [
    currentContextVerb,
    deleteClusterVerb,
    deleteContextVerb,
    deleteUserVerb,
    getClustersVerb,
    getContextsVerb,
    getUsersVerb,
    renameContextVerb,
    setPropertyVerb,
    setClusterVerb,
    setContextVerb,
    setCredentialsVerb,
    unsetPropertyVerb,
    useContextVerb,
    viewVerb,
  ],
};
