import { expect, it } from 'vitest';
import { dockerPrograms } from '../cli/docker/index.ts';
import { cliPrograms } from '../cli/index.ts';
import { nodePrograms } from '../cli/node/index.ts';
import { oldCliPrograms } from '../cli/old/index.ts';
import { imageCode } from '../containers/index.ts';
import { addonCode, ingressCode } from '../kube/index.ts';
import { awkPrograms } from '../shell/awk/index.ts';
import { darwinPrograms } from '../shell/darwin/index.ts';
import { programsApart, shellPrograms } from '../shell/index.ts';
import { jqPrograms } from '../shell/jq/index.ts';
import { manualPrograms } from '../shell/manual/index.ts';
import { morePrograms } from '../shell/more/index.ts';
import { sshPrograms } from '../shell/ssh/index.ts';
import { systemPrograms } from '../shell/system/index.ts';
import { textPrograms } from '../shell/text/index.ts';
import { desktopPrograms } from './desktop/index.ts';
import { programNames } from './program-names.ts';

it('knows every program of the rooms by name, and none that is not there', () => {
  const known = Object.values(programNames).flat();
  expect(known.toSorted(), 'name each program of the rooms in program-names.ts').toEqual([...Object.keys({ ...shellPrograms, ...awkPrograms, ...jqPrograms, ...morePrograms, ...manualPrograms, ...darwinPrograms, ...desktopPrograms, ...sshPrograms, ...systemPrograms, ...textPrograms }), ...Object.keys({ ...cliPrograms, ...nodePrograms, ...oldCliPrograms, ...dockerPrograms }), ...Object.keys(imageCode.get().imagePrograms), ...Object.keys(addonCode.get().addonPrograms), ...Object.keys(ingressCode.get().ingressPrograms)].toSorted());
  expect(programsApart.filter((name) => !known.includes(name))).toEqual([]);
});
