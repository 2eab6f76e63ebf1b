/** kubeadm: nodes join and leave a cluster by it. */
import { printJson, printYaml } from '../../../base/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import { nodeProgram, type NodeVerb } from '../tool.ts';
import { certificateKeyVerb, checkExpirationVerb } from './certs-verb.ts';
import { initDefaultsVerb, joinDefaultsVerb, migrateVerb, validateVerb } from './config-verbs.ts';
import { imagesListVerb, imagesPullVerb } from './images.ts';
import { initPhaseVerb, initVerb } from './init-verb.ts';
import { joinVerb } from './join-verb.ts';
import { renewVerb } from './renew-verb.ts';
import { resetPhaseVerb, resetVerb } from './reset-verb.ts';
import { createVerb, deleteVerb, generateVerb, listVerb } from './token-verbs.ts';
import { applyVerb, planVerb } from './upgrade-plan-verb.ts';
import { upgradeNodeVerb } from './upgrade-node-verb.ts';
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

const groups = ['token', 'certs', 'config', 'upgrade', 'kubeconfig'];

export const kubeadm = nodeProgram({
  name: 'kubeadm',
  summary: 'kubeadm: easily bootstrap a secure Kubernetes cluster',
  verbs: [
    initPhaseVerb, initVerb, imagesListVerb, imagesPullVerb, initDefaultsVerb, joinDefaultsVerb, validateVerb, migrateVerb, createVerb, listVerb, deleteVerb, generateVerb, joinVerb, resetPhaseVerb, resetVerb,
    checkExpirationVerb, renewVerb, certificateKeyVerb, planVerb, applyVerb, upgradeNodeVerb, userVerb, versionVerb,
  ],
  unknownVerb: (word, next) => {
    if (!groups.includes(word)) return `unknown command "${word}" for "kubeadm"`;
    return next === undefined ? `missing subcommand; "${word}" is not meant to be run on its own` : `invalid subcommand: ${JSON.stringify(next)}`;
  },
  failure: (message) => `${message}\nTo see the stack trace of this error execute with --v=5 or higher\n`,
});
