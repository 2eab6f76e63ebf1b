/** The manual's pages of programs that start, show and end processes, and of shells; the notation is in ../page.ts. */
export const processPages = `
bash (1) the shell
= [-abefhkmnptuvxC] [-o OPTION] [FILE [ARGUMENT]...]
= -c COMMAND [NAME [ARGUMENT]...]
Reads commands from a file, from its arguments or from the terminal. What is built into it is told by help.
-c | run the first argument
-e | stop when a command fails
-u | a variable that is not set is an error
-x | show each command before it is run
-o pipefail | a pipe fails when one of its commands does
-i, -l | as at a terminal; as at a login
@ sh(1), help

sh, dash, ash (1) the shell, as POSIX has it
= [-aCefnuvx] [FILE [ARGUMENT]...]
= -c COMMAND [NAME [ARGUMENT]...]
No arrays, no [[ ]], no process substitution: those are bash's.
@ bash(1)

busybox (1) many programs in one, for small images
= APPLET [ARGUMENT]...

ps (1) show processes
= [options]
a x | those of all terminals; those without one
u | with user, CPU and memory
-e, -A | all of them
-f | with parents and times
-o COLUMNS | these columns: pid, ppid, user, stat, args, pidns, cgroup …
-p PIDS, -C NAME | only these
-T, -L | threads
STAT has R running, S waiting, D waiting for a disk, T stopped, Z ended but not yet waited for.
@ top(1), pgrep(1), lsns(8)

top (1) who uses the processor and the memory
= [options]
-b | lines, not a screen
-d SECONDS | between rounds
-n N | so many rounds
-o FIELD | the order: %CPU %MEM PID TIME+
q M P | leave; by memory; by processor
@ ps(1), free(1)

kill (1) send signals to processes
= [-s SIGNAL | -SIGNAL] PID...
= -l [SIGNAL]...
TERM is sent by default. KILL cannot be caught. A process that ends by a signal has the exit code 128 and its number: 137 for KILL, 143 for TERM. The first process of a PID namespace gets from inside only what it catches.
@ signal(7), killall(1), pkill(1)

killall (1) send signals to processes by name
= [OPTION]... [--] NAME...
-s, --signal SIGNAL | which one
@ kill(1)

pgrep, pkill (1) find processes, or send them signals, by name
= [options] <pattern>
-f | the whole command line
-l | with names
-u USER, -P PID | whose; children of
-x | the whole name
@ ps(1), kill(1)

pidof (1) the ids of a program's processes
= [options] <program>...
-s | only one

pstree (1) processes as a tree
= [OPTIONS] [PID | USER]
-a | with arguments
-p | with ids

nohup (1) run a command that outlives the terminal
= COMMAND [ARG]...
What it prints goes to nohup.out when that was a terminal.

nice (1) run a command that lets others go first
= [OPTION] [COMMAND [ARG]...]
-n N | by so much: -20 first to 19 last
@ renice(1)

renice (1) change how much processes let others go first
= [-n] <priority> [-p|--pid] <pid>...
@ nice(1)

taskset (1) keep a process to some of the cores
= [options] [mask | cpu-list] [pid|cmd [args...]]
-c | a list (0,2-3) instead of a mask
-p | of a process that runs: tell, or set

setsid (1) run a program in a session of its own
= [options] <program> [arguments ...]
-w, --wait | wait for it

timeout (1) run a command for at most so long
= [OPTION] DURATION COMMAND [ARG]...
-k, --kill-after=DURATION | KILL if it goes on for so long after the first signal
-s, --signal=SIGNAL | instead of TERM
Exits with 124 when the time was over.

watch (1) run a command again and again and show what it prints
= [options] command
-n, --interval SECONDS | instead of 2
-d | show what has changed
-g | stop when it has changed

flock (1) run a command while a file is locked
= [options] <file>|<directory> <command> [<argument>...]
= [options] <file>|<directory> -c <command>
= [options] <file descriptor number>
-e, -x, --exclusive | alone, which is the default
-s, --shared | together with others that ask so
-n, --nonblock | fail rather than wait
-w, --timeout SECONDS | wait no longer than this
-u, --unlock | give the lock of a descriptor back
-E, --conflict-exit-code N | instead of 1 when it fails

xargs (1) run a command with arguments from its input
= [OPTION]... COMMAND [INITIAL-ARGS]...
-0 | parted by zero bytes, as find -print0 does
-I TEXT | put each line for TEXT
-n N | so many at a time
-P N | so many processes at once
-r | none, none run
@ find(1)

env (1) run a command in another environment, or show this one
= [OPTION]... [-] [NAME=VALUE]... [COMMAND [ARG]...]
-i | an empty one
-u NAME | without this one

printenv (1) show the environment
= [OPTION]... [VARIABLE]...

sleep (1) wait
= NUMBER[SUFFIX]...
s, m, h, d | seconds, minutes, hours, days

true (1) do nothing, well
=

false (1) do nothing, badly
=

test (1) compare, and ask about files
= EXPRESSION
-e -f -d -L -s -x FILE | exists; is a file, a directory, a link; is not empty; may be run
-z -n TEXT | empty, not empty
= != | the same text, or not
-eq -ne -lt -le -gt -ge | numbers
@ bash(1)

which (1) the file that a command's name stands for
= [-a] NAME...
-a | all of them
@ whereis(1)

whereis (1) a program's file and its manual
= [options] [-BMS <dir>... -f] <name>

pwd (1) the current directory
= [OPTION]...

tty (1) the file of this terminal
= [OPTION]...

stty (1) how the terminal behaves
= [-a|-g] [SETTING]...

tput (1) what the terminal can do
= [-T terminal] capability [parameter...]

clear, reset (1) an empty screen
= [options]

date (1) show or set the time
= [OPTION]... [+FORMAT]
-d, --date=TEXT | this time: '2 days ago', '@0', '2026-01-31 10:00'
-I, -R | as ISO 8601, as mail has it
-s, --set=TEXT | set the machine's clock, also from inside a container: there is one clock
-u, --utc | UTC
%F %T %s %H %M %S %j %A | day, time, seconds since 1970 …
`;
