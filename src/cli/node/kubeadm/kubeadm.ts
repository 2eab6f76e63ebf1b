/** kubeadm: nodes join and leave a cluster by it. */
import { printJson, printYaml } from '../../../base/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import { nodeProgram, type NodeVerb } from '../tool.ts';
import { checkExpirationVerb } from './certs-verb.ts';
import { initDefaultsVerb, joinDefaultsVerb, migrateVerb, validateVerb } from './config-verbs.ts';
import { initPhaseVerb, initVerb } from './init-verb.ts';
import { joinVerb } from './join-verb.ts';
import { renewVerb } from './renew-verb.ts';
import { resetVerb } from './reset-verb.ts';
import { createVerb, deleteVerb, generateVerb, listVerb } from './token-verbs.ts';
import { applyVerb, planVerb } from './upgrade-plan-verb.ts';
import { userVerb } from './user-verb.ts';
import { versionOf } from './version-of.ts';

const versionVerb: NodeVerb = {
  name: 'version',
  summary: 'Print the version of kubeadm',
  usage: 'version',
  flags: [{ name: 'output', short: 'o', type: 'string', usage: "Output format; available options are 'yaml', 'json' and 'short'" }],
  *run({ p, flags }) {
    const version = versionOf(p);
    const [, major, minor] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
    const output = flags.text('output');
    if (output === 'short') yield* p.print(`${version}\n`);
    else if (output === '') yield* p.print(`kubeadm version: &version.Info{Major:"${major}", Minor:"${minor}", GitVersion:"${version}", GitTreeState:"clean", Compiler:"gc", Platform:"linux/amd64"}\n`);
    else if (output === 'json' || output === 'yaml') {
      const clientVersion = { clientVersion: { major: major!, minor: minor!, gitVersion: version, gitTreeState: 'clean', compiler: 'gc', platform: 'linux/amd64' } };
      yield* p.print(output === 'json' ? `${printJson(clientVersion, { indent: '  ' })}\n` : printYaml(clientVersion));
    } else throw new CommandError(`invalid output format: ${output}`);
  },
};

const imagesVerb: NodeVerb = {
  name: 'config images list',
  summary: 'Print a list of images kubeadm will use',
  usage: 'config images list',
  *run({ p }) {
    return yield* p.host.programs.get('kubeadm-images')(p);
  },
};

export const kubeadm = nodeProgram({
  name: 'kubeadm',
  summary: 'kubeadm: easily bootstrap a secure Kubernetes cluster',
  verbs: [
    initPhaseVerb, initVerb, imagesVerb, initDefaultsVerb, joinDefaultsVerb, validateVerb, migrateVerb, createVerb, listVerb, deleteVerb, generateVerb, joinVerb, resetVerb,
    checkExpirationVerb, renewVerb, planVerb, applyVerb, userVerb, versionVerb,
  ],
  unknownVerb: (word) => `unknown command "${word}" for "kubeadm"`,
  failure: (message) => `${message}\nTo see the stack trace of this error execute with --v=5 or higher\n`,
});
