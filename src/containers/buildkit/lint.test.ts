import { expect, test } from 'vitest';
import { warningsOf } from './lint.ts';

const json = (name: string, line: number): string => `JSONArgsRecommended: JSON arguments recommended for ${name} to prevent unintended behavior related to OS signals (line ${line})`;

test.each<[string, string[]]>([
  ['FROM a\nWORKDIR /app\nENV A=1\nCMD ["run"]\n', []],
  ['FROM a\nCMD run it\n', [json('CMD', 2)]],
  ['FROM a\nSHELL ["/bin/bash", "-c"]\nENTRYPOINT run it\n', []],
  ['FROM a\nCMD ["one"]\nRUN true\nCMD two\n', ['MultipleInstructionsDisallowed: Multiple CMD instructions should not be used in the same stage because only the last one will be used (line 2)', json('CMD', 4)]],
  ['FROM a AS one\nCMD ["x"]\nFROM one\nCMD ["y"]\n', []],
  ['FROM a as One\nfrom b AS One\n', [
    "ConsistentInstructionCasing: Command 'from' should match the case of the command majority (uppercase) (line 2)",
    "StageNameCasing: Stage name 'One' should be lowercase (line 1)",
    "FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 1)",
    "StageNameCasing: Stage name 'One' should be lowercase (line 2)",
    "FromAsCasing: 'AS' and 'from' keywords' casing do not match (line 2)",
    'DuplicateStageName: Duplicate stage name "one", stage names should be unique (line 2)',
  ]],
  ['FROM a\nENV KEY value\nLABEL by=me\nMAINTAINER me\n', [
    'LegacyKeyValueFormat: "ENV key=value" should be used instead of legacy "ENV key value" format (line 2)',
    'MaintainerDeprecated: Maintainer instruction is deprecated in favor of using label (line 4)',
    'SecretsUsedInArgOrEnv: Do not use ARG or ENV instructions for sensitive data (ENV "KEY") (line 2)',
  ]],
  ['FROM a\nARG API_TOKEN\nENV PUBLIC_KEY=1 KEYS=2\n', ['SecretsUsedInArgOrEnv: Do not use ARG or ENV instructions for sensitive data (ARG "API_TOKEN") (line 2)']],
  ['FROM a\nWORKDIR app\nWORKDIR $HOME/x\n', ['WorkdirRelativePath: Relative workdir "app" can have unexpected results if the base image changes (line 2)']],
  ['FROM a\nWORKDIR /app\nWORKDIR src\n', []],
  ['FROM a\nRUN one \\\n# said\n\n  two\nRUN <<EOF\n\nEOF\n', ['NoEmptyContinuation: Empty continuation line (line 5)']],
  ['RUNN\n', []],
])('%j', (text, warnings) => {
  expect(warningsOf(text)).toEqual(warnings);
});
