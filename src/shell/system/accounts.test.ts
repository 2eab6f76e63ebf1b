// Users and groups come, change and go in the machine's own files, and who asks for what cannot be is told so.
import { expect, test } from 'vitest';
import { ShellMachine } from '../test-machine.ts';

const run = (script: string) => new ShellMachine().run(`exec 2>&1; ${script}`).out;

test('adduser joins groups, makes homes, and has no group twice', () => {
  expect(run("addgroup devs; addgroup devs; adduser --disabled-password --gecos '' --ingroup devs al; adduser al nogrp; id al; ls -d /home/al; adduser --system svc; grep svc /etc/passwd")).toBe(
    [
      "info: Adding group `devs' (GID 1001) ...",
      "addgroup: fatal: The group `devs' already exists.",
      "info: Adding user `al' ...",
      "info: Adding new user `al' (1001) with group `devs (1001)' ...",
      "info: Creating home directory `/home/al' ...",
      "info: Copying files from `/etc/skel' ...",
      "adduser: fatal: The group `nogrp' does not exist.",
      'uid=1001(al) gid=1001(devs) groups=1001(devs)',
      '/home/al',
      "info: Adding system user `svc' (UID 100) ...",
      "info: Adding new user `svc' (UID 100) with group `nogroup' ...",
      "info: Not creating `/nonexistent'.",
      'svc:x:100:65534::/nonexistent:/usr/sbin/nologin',
      '',
    ].join('\n'),
  );
});

test('deluser USER GROUP leaves the group and nothing else', () => {
  expect(run('groupadd devs; useradd -G devs u; deluser u devs; deluser u devs; echo $?; id -nG u; deluser u; id u; delgroup devs; delgroup devs')).toBe(
    [
      "info: Removing user `u' from group `devs' ...",
      "deluser: fatal: The user `u' is not a member of group `devs'.",
      '6',
      'u',
      "info: Removing user `u' ...",
      'id: ‘u’: no such user',
      "info: Removing group `devs' ...",
      "delgroup: fatal: The group `devs' does not exist.",
      '',
    ].join('\n'),
  );
});

test('usermod heeds each of its options', () => {
  const after = (script: string) => run(`groupadd a; groupadd b; useradd -m -G a u; ${script}; grep ^u /etc/passwd; id -nG u 2>/dev/null`);
  expect(after('usermod -aG b u')).toBe('u:x:1001:1003::/home/u:/bin/sh\nu a b\n');
  expect(after('usermod -G b u')).toBe('u:x:1001:1003::/home/u:/bin/sh\nu b\n');
  expect(after('usermod -u 4000 -g b -c Name -s /bin/bash u')).toBe('u:x:4000:1002:Name:/home/u:/bin/bash\nb a\n');
  expect(after('usermod -l v -d /home/v -m u; grep ^v /etc/passwd; ls -d /home/v; id -nG v')).toBe('v:x:1001:1003::/home/v:/bin/sh\n/home/v\nu a\n');
  expect(after('usermod -a u; usermod u; usermod -G none u; usermod -L u; usermod nobody; usermod -c x nobody')).toBe(
    [
      'usermod: -a flag is only allowed with the -G flag',
      "Try 'usermod --help' for more information.",
      'usermod: no options',
      "Try 'usermod --help' for more information.",
      "usermod: group 'none' does not exist",
      "usermod: invalid option -- 'L'",
      "Try 'usermod --help' for more information.",
      'usermod: no options',
      "Try 'usermod --help' for more information.",
      "usermod: user 'nobody' does not exist",
      'u:x:1001:1003::/home/u:/bin/sh',
      'u a',
      '',
    ].join('\n'),
  );
});
