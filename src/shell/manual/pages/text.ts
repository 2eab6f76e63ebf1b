/** The manual's pages of programs that work on text and data; the notation is in ../page.ts. */
export const textPages = `
cat (1) print files one after another
= [OPTION]... [FILE]...
-A, --show-all | what cannot be seen: ends of lines as $, tabs as ^I
-b, --number-nonblank | number the lines that are not empty
-n, --number | number all lines
-s, --squeeze-blank | one empty line for several
@ tac(1), head(1), less(1)

tac (1) print files with the last line first
= [OPTION]... [FILE]...
@ cat(1)

head (1) print the beginning of files
= [OPTION]... [FILE]...
-c, --bytes=N | N bytes; with - before it, all but the last N
-n, --lines=N | N lines instead of 10
-q | no headings
@ tail(1)

tail (1) print the end of files
= [OPTION]... [FILE]...
-c, --bytes=N | N bytes; with + before it, from byte N on
-f, --follow | go on with what is written later
-F | the same, also when the file is another one by then
-n, --lines=N | N lines instead of 10; +N from line N on
@ head(1)

less (1) look at a text by pages
= [options] [file]...
space b | a page on, a page back
j k | a line on, a line back
g G | to the beginning, to the end
/PATTERN n N | search; the next one, the one before
q | leave
-F | print it when it fits on one screen
-N | number the lines
-S | cut long lines
@ more(1), cat(1)

more (1) look at a text by pages
= [options] [file]...
@ less(1)

grep, egrep, fgrep (1) print lines that match a pattern
= [OPTION]... PATTERNS [FILE]...
-A, -B, -C N | N lines after, before, around
-c, --count | how many
-E, --extended-regexp | + ? | ( ) { } mean what they do without a backslash
-F, --fixed-strings | no pattern, just text
-i, --ignore-case | whatever the case
-l, --files-with-matches | names of files only
-n, --line-number | with the numbers of lines
-o, --only-matching | only what matches
-q, --quiet | nothing; the exit code says
-r, --recursive | all files below
-v, --invert-match | lines that do not match
-w, --word-regexp | whole words
Exits with 0 when there is a match, 1 when there is none, 2 when something went wrong.
@ sed(1), awk(1), regex(7)

sed (1) edit a stream of lines
= [OPTION]... {script-only-if-no-other-script} [input-file]...
-E, -r | extended patterns, as grep -E has them
-e SCRIPT | add these commands
-f FILE | add the commands of a file
-i[SUFFIX] | change the files themselves
-n | print only what p prints
-s | every file for itself
s/PATTERN/TEXT/gpI | put TEXT for what matches: & all of it, \\1 a group
d p q = | delete, print, quit, the line's number
a i c TEXT | append, insert, change
N D P h H g G x | several lines, and the hold space
:label b t T | branches
NUMBER, $, /PATTERN/, FROM,TO | which lines
@ awk(1), grep(1)

awk, gawk, mawk (1) a language for lines made of fields
= [-F fs] [-v var=value] [-f progfile | 'prog'] [file ...]
A program is a list of PATTERN { ACTION }. For each line the actions are run whose pattern is true; BEGIN and END stand for before and after.
$0 $1 $NF | the line, its first field, its last
NR FNR NF FS OFS RS ORS FILENAME ENVIRON | variables it keeps
print printf | write; > >> and | to elsewhere
sub gsub match split substr index length toupper sprintf | functions for text
@ sed(1), cut(1)

jq (1) filter and change JSON
= [OPTIONS] FILTER [FILES...]
-c | one line for each result
-e | the exit code says whether the last result was true
-n | no input
-r | text without quotes
-s | all inputs as one array
--arg NAME VALUE | a variable
.a .[0] .[] | a field, an element, all of them
| , | into the next filter; both
select(f) map(f) to_entries keys length sort_by(f) group_by(f) | functions
@ awk(1)

sort (1) sort lines
= [OPTION]... [FILE]...
-f | whatever the case
-h | numbers as 1K or 2M
-k FROM[,TO] | by these fields
-n | by number
-r | the other way round
-t CHARACTER | what parts fields
-u | one of those that are alike
-V | as versions
@ uniq(1), join(1)

uniq (1) leave out lines like the one before
= [OPTION]... [INPUT [OUTPUT]]
-c | how often each came
-d | only those that came more than once
-u | only those that came once
-i | whatever the case
@ sort(1)

cut (1) parts of lines
= OPTION... [FILE]...
-c LIST | characters
-d CHARACTER | what parts fields, a tab by default
-f LIST | fields: 1,3 or 2-4 or 5-
-s | only lines that have fields
@ paste(1), awk(1)

paste (1) lines of several files beside each other
= [OPTION]... [FILE]...
-d LIST | what to put between them
-s | one file after another
@ cut(1), join(1)

join (1) lines of two files that share a field
= [OPTION]... FILE1 FILE2
-1 N, -2 N | which field
-t CHARACTER | what parts fields
-a N | lines of file N that have no partner too
@ sort(1)

tr (1) put characters for others
= [OPTION]... STRING1 [STRING2]
-c | all that are not in STRING1
-d | delete
-s | one for several of a kind
@ sed(1)

wc (1) count lines, words and bytes
= [OPTION]... [FILE]...
-l, --lines | lines
-w, --words | words
-c, --bytes | bytes
-m, --chars | characters
-L | the longest line

tee (1) copy input to files and on
= [OPTION]... [FILE]...
-a, --append | at the end of files

seq (1) print numbers
= [OPTION]... LAST
= [OPTION]... FIRST LAST
= [OPTION]... FIRST INCREMENT LAST
-s, --separator=TEXT | between them
-w, --equal-width | all as wide as the widest
-f, --format=FORMAT | as printf has it

yes (1) print a line again and again
= [STRING]...

echo (1) print its arguments
= [SHORT-OPTION]... [STRING]...
-n | no newline
-e | backslashes mean something
@ printf(1)

printf (1) print arguments in a form
= FORMAT [ARGUMENT]...
FORMAT has %s, %d, %x, %5.2f … and escapes with backslashes; it is used again while arguments are left.
@ echo(1)

diff (1) compare files line by line
= [OPTION]... FILES
-u, -c | with lines around: as patches have it, or both sides one after the other
-y | side by side
-q | only whether they differ
-r | directories, with what is in them
-i, -w, -B | never mind case, blanks, empty lines
Exits with 0 when they are the same, 1 when not, 2 when something went wrong.
@ cmp(1), comm(1)

cmp (1) compare two files byte by byte
= [OPTION]... FILE1 [FILE2 [SKIP1 [SKIP2]]]
-s | only by the exit code
-l | every byte that differs
-b | what the bytes are
-n N | so many bytes only
-i N | without the first N
@ diff(1)

comm (1) compare two sorted files
= [OPTION]... FILE1 FILE2
-1 -2 -3 | leave out what is in the first only, in the second only, in both

nl (1) number lines
= [OPTION]... [FILE]...
-b a | empty ones too
-w N | so wide

rev (1) turn lines round
= [options] [<file> ...]

fold (1) break long lines
= [OPTION]... [FILE]...
-s | at blanks
-w, --width=N | after N columns instead of 80

expand, unexpand (1) blanks for tabs, and back
= [OPTION]... [FILE]...
-t N | so far apart

column (1) lines as a table
= [options] [<file>...]
-t | a table
-s CHARACTERS | what parts cells
-N NAMES | headings

split (1) a file in pieces
= [OPTION]... [FILE [PREFIX]]
-l N, -b SIZE | so many lines, bytes in each
-n N | so many pieces
-d | numbered, not lettered

base32 (1) data as capital letters and digits, and back
= [OPTION]... [FILE]
-d, --decode | back
-w, --wrap=N | lines so long; 0 for one

csplit (1) a file in pieces that patterns part
= [OPTION]... FILE PATTERN...
-f PREFIX | names begin so, not with xx
-n N | so many digits
-s, -z | say no sizes; leave out empty pieces
A pattern is a line's number, /REGEX/ or %REGEX% (what lies before is left out), with an offset +N or -N; {N} or {*} does the last one again.

fmt (1) paragraphs filled anew
= [-WIDTH] [OPTION]... [FILE]...
-w N | lines at most so long; 75
-s | long lines are cut, short ones not joined
-p PREFIX | only lines that begin so

numfmt (1) numbers with suffixes, to and from
= [OPTION]... [NUMBER]...
--from=UNIT, --to=UNIT | si, iec, iec-i, auto
--field=N, -d X | which field, and what parts them
--padding=N, --format=FORMAT | how wide
--suffix=TEXT | behind each number

tsort (1) an order in which what comes before stands before
= [OPTION] [FILE]
The file holds pairs of words, the first before the second. A loop is told and broken.

shuf (1) lines in any order
= [OPTION]... [FILE]
-e | the arguments are the lines
-i LOW-HIGH | numbers are
-n N | only so many

strings (1) text in files that are no text
= [option(s)] [file(s)]
-n N | at least so long

base64 (1) data as letters, and back
= [OPTION]... [FILE]
-d, --decode | back
-w, --wrap=N | lines so long; 0 for one
Secrets of Kubernetes are written so. It hides nothing.

md5sum, sha1sum, sha224sum, sha256sum, sha384sum, sha512sum, b2sum (1) sums by which a file is known
= [OPTION]... [FILE]...
-c, --check | compare with the sums in a list
The digest of an image's layer is a sha256sum of it.

cksum (1) a short sum and the size of files
= [OPTION]... [FILE]...

hexdump (1) bytes as numbers
= [options] <file>...
-C | with the characters beside them
-n N, -s N | N bytes; skip N
@ od(1), xxd(1)

od (1) bytes as numbers
= [OPTION]... [FILE]...
-A RADIX | of places: d o x n
-t TYPE | x1, c, u4 …
-N BYTES | only so many

xxd (1) bytes as numbers, and back
= [options] [infile [outfile]]
-r | back
-p | numbers only

bc (1) calculate, as exactly as wanted
= [options] [file ...]
-l | with functions, and 20 places
scale=N | so many places

expr (1) calculate, compare, match
= EXPRESSION
@ test(1)

factor (1) a number's prime factors
= [NUMBER]...

cal (1) a calendar
= [[month] year]

envsubst (1) put environment variables into a text
= [OPTION] [SHELL-FORMAT]

vi, vim, nano (1) edit a file
= [options] [file]
The file opens in the page's editor, and the command waits until it is saved or closed there.
`;
