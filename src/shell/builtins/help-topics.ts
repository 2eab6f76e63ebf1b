/** What `help` tells of the shell's builtins and keywords: how each is written, and what it does, a line for each. */

export interface Topic {
  readonly name: string;
  readonly synopsis: string;
  readonly lines: readonly string[];
}

const text = `
! PIPELINE | Turns the exit code of a pipeline round.
(( expression )) | Evaluates arithmetic; true when it is not 0.
. filename [arguments] | Runs the commands of a file in this shell.
: | Does nothing, and succeeds.
[ arg... ] | The same as test; the last argument is ].
[[ expression ]] | Evaluates a condition, without word splitting: == and != match patterns, =~ an extended regular expression, whose groups go to BASH_REMATCH; && || ! ( ) join.
alias [-p] [name[=value] ... ] | Shows aliases, or makes them: at a terminal the first word of a command is replaced by its alias.
bg [job_spec ...] | Lets stopped jobs go on in the background.
break [n] | Leaves a loop, or the n innermost.
builtin [shell-builtin [arg ...]] | Runs a builtin even if a function has its name.
caller [expr] | Shows from which line and file the function under way was called; with a number, that many calls further out.
case WORD in [PATTERN [| PATTERN]...) COMMANDS ;;]... esac | Runs the commands of the first pattern that matches. ;& goes on with the next ones, ;;& tries further patterns.
cd [-L|[-P [-e]] [-@]] [dir] | Changes the current directory: to HOME without dir, back to OLDPWD with -. Directories of CDPATH are searched. -L keeps links in the path, -P resolves them.
command [-pVv] command [arg ...] | Runs a program or builtin, no function. -v and -V tell what the name stands for.
continue [n] | Begins the next round of a loop, or of the n-th around it.
declare [-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...] | Shows variables, or makes them: -a arrays, -A associative ones, -i integers, -r read-only, -x exported, -n references, -l -u in small and capital letters. In a function they are local, unless -g.
dirs [-clpv] [+N] [-N] | Shows the stack of directories of pushd and popd.
disown [-h] [-ar] [jobspec ... | pid ...] | Forgets jobs, so that they outlive the shell.
echo [-neE] [arg ...] | Prints its arguments. -n without a newline; -e with escapes by backslash.
enable [-a] [-dnps] [-f filename] [name ...] | Lets a builtin stand back for a program of its name (-n), or come back.
eval [arg ...] | Runs its arguments as a command.
exec [-cl] [-a name] [command [argument ...]] [redirection ...] | Replaces the shell by a program; without one, redirections stay in force.
exit [n] | Ends the shell with this exit code.
export [-fn] [name[=value] ...] or export -p | Puts variables into the environment of programs started later. -n takes them out.
false | Does nothing, and fails.
fg [job_spec] | Brings a job to the foreground.
for (( exp1; exp2; exp3 )); do COMMANDS; done | Runs commands as long as exp2 is not 0; exp1 comes before, exp3 after each round.
for NAME [in WORDS ... ] ; do COMMANDS; done | Runs commands for each word; without words for the arguments.
function name { COMMANDS ; } or name () { COMMANDS ; } | Makes a function: its arguments are $1, $2 …, local makes variables of its own, return ends it.
getopts optstring name [arg ...] | Reads options one at a time; a colon behind a letter means that it has a value, which goes to OPTARG.
hash [-lr] [-p pathname] [-dt] [name ...] | Shows or forgets where programs were found.
help [-dms] [pattern ...] | Tells of builtins. -d one line, -s how it is written.
history [-c] [-d offset] [n] or history -anrw [filename] or history -ps arg [arg...] | Shows the lines typed.
if COMMANDS; then COMMANDS; [ elif COMMANDS; then COMMANDS; ]... [ else COMMANDS; ] fi | Runs the commands behind the first condition that succeeds.
jobs [-lnprs] [jobspec ...] or jobs -x command [args] | Shows jobs. -l with ids, -p ids only, -r running ones, -s stopped ones.
kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec] | Sends a signal to processes or jobs, TERM if none is named. -l lists them.
let arg [arg ...] | Evaluates each argument as arithmetic.
local [option] name[=value] ... | Makes variables of a function.
logout [n] | Ends a login shell.
mapfile [-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array] | Reads lines into an array. -t without their newlines.
popd [-n] [+N | -N] | Goes back to the directory before pushd.
printf [-v var] format [arguments] | Prints in a form: %s %d %x %q …; -v puts it into a variable.
pushd [-n] [+N | -N | dir] | Changes the directory and remembers the one before.
pwd [-LP] | Prints the current directory.
read [-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...] | Reads a line into variables, parted by IFS, the rest into the last. -r leaves backslashes alone, -p asks, -s does not show what is typed, -t waits no longer.
readonly [-aAf] [name[=value] ...] or readonly -p | Makes variables that cannot be changed.
return [n] | Ends a function with this exit code.
set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...] | Switches options: -e ends when a command fails, -u when a variable is not set, -x shows commands, -o pipefail makes a pipe fail with any of its commands; + instead of - switches off. Arguments become $1, $2 ….
shift [n] | Drops the first arguments.
shopt [-pqsu] [-o] [optname ...] | Switches bash's own options: nullglob, globstar, extglob, nocasematch ….
source filename [arguments] | Runs the commands of a file in this shell.
test [expr] | Evaluates a condition: -e -f -d for files, -z -n = != for text, -eq -lt -gt … for numbers.
time [-p] pipeline | Tells how long a pipeline took.
times | Tells how much processor time the shell and its children have used.
trap [-lp] [[arg] signal_spec ...] | Runs a command when a signal comes; EXIT at the end, ERR when a command fails, DEBUG before each, RETURN after functions. - as it was, '' ignores it.
true | Does nothing, and succeeds.
type [-afptP] name [name ...] | Tells what a name stands for: alias, keyword, function, builtin or file.
typeset [-aAfFgiIlnrtux] name[=value] ... or typeset -p [-aAfFilnrtux] [name ...] | The same as declare.
ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit] | Shows limits, or sets them.
umask [-p] [-S] [mode] | Shows or sets which rights new files do not get.
unalias [-a] name [name ...] | Forgets aliases.
unset [-f] [-v] [-n] [name ...] | Removes variables or functions.
until COMMANDS; do COMMANDS; done | Runs commands until the first ones succeed.
wait [-fn] [-p var] [id ...] | Waits for jobs, and has the exit code of the last; -n for the next one.
while COMMANDS; do COMMANDS; done | Runs commands as long as the first ones succeed.
{ COMMANDS ; } | Runs commands together, as one.
`;

export const topics: readonly Topic[] = text.trim().split('\n').map((line) => {
  const at = line.lastIndexOf(' | ');
  const synopsis = line.slice(0, at);
  return { name: nameOf(synopsis), synopsis, lines: line.slice(at + 3).split(/(?<=[.:]) (?=[A-Z-])/) };
});

function nameOf(synopsis: string): string {
  const [first = ''] = synopsis.split(' ');
  if (synopsis.startsWith('for ((')) return 'for ((';
  return { '((': '(( ... ))', '[[': '[[ ... ]]', '{': '{ ... }' }[first] ?? first;
}
