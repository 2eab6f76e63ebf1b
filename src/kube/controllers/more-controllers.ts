/** The code of the crews that most clusters never have. */
import { Asset } from '../../sim/index.ts';
import type * as MoreCrewMembers from './more-crew-members.ts';

const { './more-crew-members.ts': fetch } = import.meta.glob<typeof MoreCrewMembers>('./more-crew-members.ts');

export const moreControllers = new Asset('kubernetes-controllers', fetch!);
