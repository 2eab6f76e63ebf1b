// Programs whose output hangs on this world: its processes, its clock, its users, and busybox in its own words.
import { describe, expect, test } from 'vitest';
import { EPOCH_MS, ShellMachine, type Outcome } from '../test-machine.ts';

const run = (script: string): Outcome => new ShellMachine().run(script);

/** The same in a shell of uid 1000. */
function asStudent(script: string): Outcome {
  const machine = new ShellMachine({ '/work/secret': 'x\n' });
  machine.host.files.chmod('/work/secret', 0o600);
  return machine.exec(['bash', '-c', script], { uid: 1000 });
}

describe('processes', () => {
  test('ps in its forms', () => {
    const { out } = run('sleep 100 & ps -o pid,ppid,stat,args; ps -ef | head -2; ps aux | grep -c sleep; kill %1');
    expect(out).toContain('    PID    PPID STAT COMMAND\n      1       0 Ss   /sbin/init\n      2       1 S    bash -c sleep 100 & ps -o');
    expect(out).toContain('      3       2 S    sleep 100\n');
    expect(out).toContain('UID          PID    PPID  C STIME TTY          TIME CMD\nroot           1       0  0 00:00 ?        00:00:00 /sbin/init\n'.replace('00:00 ?', `${clock()} ?`));
    expect(run('ps -p 1 -o comm=').out).toBe('systemd\n');
    expect(run('ps -aux | head -1').out).toBe(run('ps aux | head -1').out);
    expect(run('sleep 9 & ps -p 1,$! -o pid=P,comm:3,args; ps -l | head -1; ps -p $! -o user:12=WHO -o ppid --sort=-pid').out).toBe(
      '      P COMMAND COMMAND\n      1 sys     /sbin/init\n      3 sle     sleep 9\nF S   UID     PID    PPID  C PRI  NI ADDR SZ WCHAN  TTY          TIME CMD\nWHO             PPID\nroot               2\n',
    );
    for (const [words, said] of [['-o pid,nope', 'unknown user-defined format specifier "nope"'], ['-Q', 'unsupported SysV option'], ['-p', 'list of process IDs must follow -p'], ['-u nobody1', 'user name does not exist'], ['--sort=x', 'unknown sort specifier']] as const)
      expect(run(`ps ${words}`).err.split('\n')[0]).toBe(`error: ${said}`);
  });

  test('ps draws a tree, whose first branches are those below the children of init', () => {
    const { out } = run('(sleep 9 & sleep 9; :) & ps -e -o args --forest; ps -eH -o pid,comm; kill %1');
    expect(out.split('\n').slice(3, 8)).toEqual([' \\_ bash -c (sleep 9 & sleep 9; :) & ps -e -o args --forest; ps -eH -o pid,comm; kill %1', ' |   \\_ sleep 9', ' |   \\_ sleep 9', ' \\_ ps -e -o args --forest', '    PID COMMAND']);
    expect(out).toContain('      2   bash\n      3     bash\n      5       sleep\n      6       sleep\n');
  });

  test('kill, timeout and nohup', () => {
    expect(run('sleep 9 & /bin/kill -s STOP $!; ps -o stat= -p $!; /bin/kill -CONT $!; ps -o stat= -p $!; /bin/kill %x; /bin/kill -l 9; /bin/kill 4000').out).toBe('T\nS\nKILL\n');
    expect(run('timeout 2 bash -c "trap \\"echo term\\" TERM; sleep 5; echo end"; echo $?').out).toBe('term\nend\n124\n');
    expect(run('timeout -k 1 1 bash -c "trap \\"\\" TERM; while :; do sleep 1; done"; echo $?').out).toBe('137\n');
  });

  test('watch shows a program again and again', () => {
    const terminal = new ShellMachine().terminal();
    terminal.tty.line('watch -n 5 "echo tick; cat n"');
    const screen = terminal.settle(6_000);
    expect(screen.split('\x1b[H\x1b[2J')).toHaveLength(3);
    expect(screen).toContain('Every 5.0s: echo tick; cat n');
    terminal.tty.interrupt();
    expect(terminal.settle(1)).toBe('\n$ ');
  });
});

function clock(): string {
  return new Date(EPOCH_MS).toISOString().slice(11, 16);
}

describe('time', () => {
  test('is the world clock, and sleep moves it', () => {
    const { out } = run('date +%s; sleep 1h; date +%s; date; date -s "2030-01-01 00:00:00" > /dev/null; date +%Y');
    const [before, after, text, year] = out.split('\n');
    expect(before).toBe(String(EPOCH_MS / 1000));
    expect(Number(after) - Number(before)).toBe(3600);
    expect(text).toMatch(/^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d UTC 2026$/);
    expect(year).toBe('2030');
  });

  test('ls shows the hour of what is new and the year of what is old', () => {
    const { out } = run('touch new; touch -d 2020-05-06 old; ls -l | tail -n +2');
    expect(out).toMatch(/^-rw-r--r-- 1 root root 0 [A-Z][a-z]{2} [ \d]\d \d\d:\d\d new\n-rw-r--r-- 1 root root 0 May {2}6 {2}2020 old\n$/);
  });
});

describe('users', () => {
  test('who one is and what one may', () => {
    const { out, err } = asStudent('id; whoami; cat secret; echo x > new; mkdir d; rm -f secret; chown root /home; kill 1; cd /root && echo in');
    expect(out).toBe('uid=1000(student) gid=0(root) groups=0(root)\nstudent\nin\n');
    expect(err.split('\n')).toEqual([
      'cat: secret: Permission denied',
      'bash: line 1: new: Permission denied',
      'mkdir: cannot create directory ‘d’: Permission denied',
      "rm: cannot remove 'secret': Permission denied",
      "chown: changing ownership of '/home': Operation not permitted",
      'bash: line 1: kill: (1) - Operation not permitted',
      '',
    ]);
  });
});

describe('terminals', () => {
  test('ls makes columns as wide as the screen', () => {
    const terminal = new ShellMachine().terminal();
    terminal.type('touch alpha beta gamma delta epsilon "two words"');
    terminal.tty.resize(24, 30);
    expect(terminal.type('ls')).toBe(" alpha   delta     gamma\n beta    epsilon  'two words'\n$ ");
    expect(terminal.type('ls | cat')).toBe('alpha\nbeta\ndelta\nepsilon\ngamma\ntwo words\n$ ');
  });

  test('rm -i asks', () => {
    const terminal = new ShellMachine().terminal();
    expect(terminal.session('touch a b', 'rm -i a b', 'y', 'n', 'ls')).toBe("$ touch a b\n$ rm -i a b\nrm: remove regular empty file 'a'? y\nrm: remove regular empty file 'b'? n\n$ ls\nb\n$ ");
  });
});

describe('busybox', () => {
  const box = (script: string) =>
    new ShellMachine({ '/bb/busybox': '#!kubarium busybox\n' }).run(
      `chmod +x /bb/busybox; for a in sh ls cat rm mkdir ps cp mv head stat chmod; do ln /bb/busybox /bb/$a; done; PATH=/bb; ${script}`.replaceAll('ln /bb', '/usr/bin/ln /bb').replace('chmod +x', '/usr/bin/chmod +x'),
    );

  test('says things its own way', () => {
    expect(box('ls nosuch; cat nosuch; rm nosuch; mkdir a/b; cp nosuch x; mv nosuch x; head nosuch; ls -y; sh -c nosuch; sh nosuch.sh; busybox nosuch').err).toBe(
      [
        'ls: nosuch: No such file or directory',
        "cat: can't open 'nosuch': No such file or directory",
        "rm: can't remove 'nosuch': No such file or directory",
        "mkdir: can't create directory 'a/b': No such file or directory",
        "cp: can't stat 'nosuch': No such file or directory",
        "mv: can't rename 'nosuch': No such file or directory",
        'head: nosuch: No such file or directory',
        'ls: unrecognized option: y',
        'sh: nosuch: not found',
        "sh: can't open 'nosuch.sh': No such file or directory",
        'nosuch: applet not found',
        '',
      ].join('\n'),
    );
  });

  test('is one program of many names', () => {
    expect(box('busybox echo hi; busybox ls /bb | head -2; sh -c "echo \\$0"; ps').out).toMatch(/^hi\nbusybox\ncat\nsh\nPID {3}USER {5}TIME {2}COMMAND\n {4}1 root {6}0:00 \/sbin\/init\n/);
  });
});

describe('disks', () => {
  test('df shows what is mounted', () => {
    expect(run('df / | head -1; df --output 2>&1 | head -1; df -T / | tail -1').out).toMatch(/^Filesystem {5,}1K-blocks.*Used.*Available Use% Mounted on\n/);
    expect(run('df -h / | tail -1').out).toMatch(/^\/dev\/sda1 +\S+ +\S+ +\S+ +\d+% \/\n$/);
  });
});
