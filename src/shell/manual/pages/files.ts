/** The manual's pages of programs that look after files; the notation is in ../page.ts. */
export const filePages = `
ls (1) list what is in directories
= [OPTION]... [FILE]...
Lists each FILE, and what is in it when it is a directory; the current directory when none is named. Names are sorted.
-a, --all | names that begin with a dot too
-A, --almost-all | the same without . and ..
-d, --directory | a directory itself, not what is in it
-h, --human-readable | sizes as 1.5K or 3.0M, with -l or -s
-i, --inode | the number of each inode
-l | one a line: mode, links, owner, group, size, time, name
-r, --reverse | the other way round
-R, --recursive | directories in directories as well
-S | largest first
-t | newest first
-1 | one name a line
@ stat(1), find(1), tree(1)

cp (1) copy files and directories
= [OPTION]... SOURCE... DEST
-a, --archive | everything as it is: directories, links, modes, owners, times
-f, --force | remove a destination that cannot be written
-i | ask before something is overwritten
-n, --no-clobber | overwrite nothing
-p | keep mode, owner and times
-r, --recursive | directories with what is in them
-t, --target-directory=DIRECTORY | copy all SOURCEs there
-u, --update | only what is newer or missing
-v, --verbose | say what is done
@ mv(1), ln(1), install(1), rsync(1)

mv (1) move or rename files
= [OPTION]... SOURCE... DEST
-f, --force | do not ask
-i | ask before something is overwritten
-n, --no-clobber | overwrite nothing
-t, --target-directory=DIRECTORY | move all SOURCEs there
-v, --verbose | say what is done
@ cp(1), rm(1)

rm (1) remove files and directories
= [OPTION]... [FILE]...
A directory is removed only with -d (an empty one) or -r. What is removed from a merged directory is hidden by a whiteout in the upper layer; the lower one keeps it.
-d, --dir | empty directories
-f, --force | no complaint about what is not there
-i | ask before each
-r, -R, --recursive | directories with all that is in them
-v, --verbose | say what is done
@ rmdir(1), unlink(1)

mkdir (1) make directories
= [OPTION]... DIRECTORY...
-m, --mode=MODE | with this mode, as chmod takes it
-p, --parents | the directories above as well; no complaint when it exists
-v, --verbose | a line for each
Making a directory below /sys/fs/cgroup makes a control group, and its files with it.
@ rmdir(1), cgroups(7)

rmdir (1) remove empty directories
= [OPTION]... DIRECTORY...
-p, --parents | the directories above as well
-v, --verbose | a line for each
--ignore-fail-on-non-empty | no complaint about those that are not empty
@ rm(1), mkdir(1)

ln (1) make links between files
= [OPTION]... TARGET... LINK_NAME
Without -s the link is another name of the same inode: neither is the first, and the file is gone when the last name is.
-f, --force | replace what stands there
-n, --no-dereference | a link to a directory is replaced, not followed
-r, --relative | the path from the link's own place
-s, --symbolic | a file that holds a path, which is followed when it is opened
-v, --verbose | a line for each
@ readlink(1), stat(1)

link (1) make a hard link
= FILE1 FILE2
@ ln(1)

unlink (1) remove one name of a file
= FILE
@ rm(1)

touch (1) set the times of files, making those that are missing
= [OPTION]... FILE...
-a | the time of access only
-c, --no-create | make none
-d, --date=TEXT | this time, not now
-m | the time of change only
-r, --reference=FILE | the times of FILE
@ date(1), stat(1)

chmod (1) change who may do what with a file
= [OPTION]... MODE[,MODE]... FILE...
MODE is a number in octal, or letters: whose (u g o a), + - or =, and what (r w x X s t).
-R, --recursive | directories with all that is in them
-v, --verbose | a line for each
-c, --changes | a line for each that is changed
@ chown(1), umask(2), stat(1)

chown, chgrp (1) change the owner and the group of files
= [OPTION]... [OWNER][:[GROUP]] FILE...
-R, --recursive | directories with all that is in them
-h, --no-dereference | links themselves
--from=OWNER:GROUP | only what belongs to these
--reference=FILE | the owner and group of FILE
@ chmod(1)

stat (1) show what is known of a file
= [OPTION]... FILE...
-c, --format=FORMAT | in this form: %n name, %s size, %a mode, %U owner, %i inode, %h links, %y time of change
--printf=FORMAT | the same without a newline, with escapes
-f, --file-system | the file system that it lies in
-L, --dereference | what a link points to
@ ls(1), df(1)

find (1) search for files in directories
= [-H] [-L] [-P] [PATH]... [EXPRESSION]
Each file below PATH is tried by the expression from left to right; without an action its path is printed.
-name PATTERN | the name, as the shell matches it; -iname whatever the case
-path PATTERN | the whole path
-type LETTER | f file, d directory, l link, b c p s
-size N | with a unit: c bytes, k, M, G; +N more, -N less
-mtime N, -mmin N | changed so many days, minutes ago
-newer FILE | changed after FILE
-user NAME, -perm MODE, -empty | whose, with which mode, nothing in it
-maxdepth N, -mindepth N | how deep
-exec COMMAND {} ; | run it for each; with + for many at once
-delete, -print, -print0, -prune | what is done
! EXPR, EXPR -o EXPR, ( EXPR ) | not, or, together
@ xargs(1), grep(1)

du (1) show the room that files take
= [OPTION]... [FILE]...
-a, --all | files too, not only directories
-b, --bytes | bytes of content
-c, --total | a sum at the end
-d, --max-depth=N | no deeper than this
-h, --human-readable | as 1.5K or 3.0M
-s, --summarize | one line for each FILE
-x, --one-file-system | not into other file systems
@ df(1)

df (1) show the room on file systems
= [OPTION]... [FILE]...
-a, --all | those without room of their own too
-h, --human-readable | as 1.5K or 3.0M
-i | inodes
-T, --print-type | the kind of file system
@ du(1), mount(8), findmnt(8)

readlink (1) show where a link points
= [OPTION]... FILE...
-f, --canonicalize | follow all links, to a path without any
-n, --no-newline | no newline behind it
@ realpath(1), ln(1)

realpath (1) show a path without links in it
= [OPTION]... FILE...
-e | all of it must exist
-m | nothing of it needs to
-s, --no-symlinks | only . and .. are resolved
@ readlink(1)

basename (1) the last part of a path
= NAME [SUFFIX]
-a, --multiple | every argument is a path
-s, --suffix=SUFFIX | take this off the end
@ dirname(1)

dirname (1) a path without its last part
= [OPTION] NAME...
@ basename(1)

mktemp (1) make a file or directory with a name of its own
= [OPTION]... [TEMPLATE]
-d, --directory | a directory
-p DIR | below this directory
-u, --dry-run | only the name
@ mkdir(1)

mkfifo (1) make named pipes
= [OPTION]... NAME...
-m, --mode=MODE | with this mode
@ mknod(1)

mknod (1) make a device's file or a pipe
= [OPTION]... NAME TYPE [MAJOR MINOR]
TYPE is b or c for a device, p for a pipe.
-m, --mode=MODE | with this mode
@ mkfifo(1)

install (1) copy files and set their mode
= [OPTION]... SOURCE... DIRECTORY
-d, --directory | make directories
-D | make those above the destination
-m, --mode=MODE | instead of rwxr-xr-x
-o, --owner=OWNER | whose it is to be
@ cp(1), chmod(1)

tar (1) many files in one
= [OPTION...] [FILE]...
-c, -x, -t | make an archive, take it apart, list it
-f ARCHIVE | its file; - is standard input or output
-C DIR | go there first
-z | through gzip
-v | a line for each file
--exclude=PATTERN | leave out what matches
@ gzip(1)

gzip, gunzip, zcat (1) make files smaller, and what they were again
= [OPTION]... [FILE]...
-c | to standard output; the file stays
-d | what it was again
-k | the file stays
-1 to -9 | faster, or smaller
@ tar(1)

dd (1) copy by blocks
= [OPERAND]...
if=FILE, of=FILE | from where, to where
bs=BYTES | this much at a time; c w b kB K MB M GB G behind the number
count=N | so many blocks
skip=N, seek=N | so many blocks on in the input, in the output
conv=notrunc,fsync,… | how
status=none | no report
What goes past the page cache (oflag=direct, conv=fsync) is what a limit of the blkio controller slows down.
@ cgroups(7), truncate(1)

truncate (1) make a file so large
= OPTION... FILE...
-c, --no-create | make none
-s, --size=SIZE | + and - add and take away
-r, --reference=FILE | as large as FILE
@ fallocate(1), dd(1)

fallocate (1) give a file room
= [options] <filename>
-l, --length <num> | so many bytes
-o <num> | from here
@ truncate(1)

sync (1) write what is held back to the disks
= [OPTION] [FILE]...

tree (1) show directories as a tree
= [-adfpsugDFl] [-L level] [-I pattern] [directory ...]
-a | names that begin with a dot too
-d | directories only
-f | whole paths
-L level | no deeper than this
-I pattern | leave out what matches
@ ls(1), find(1)

file (1) say what a file holds
= [OPTION...] [FILE...]
-b, --brief | without its name
-i, --mime | as a MIME type
-L, --dereference | what a link points to
@ stat(1)

rsync (1) make a directory like another one, here or on another machine
= [OPTION]... SRC [SRC]... DEST
= [OPTION]... SRC [SRC]... [USER@]HOST:DEST
= [OPTION]... [USER@]HOST:SRC [DEST]
A slash behind SRC means what is in it; without one the directory itself is made in DEST. Only what differs in size or time is sent.
-a, --archive | directories, links, modes, owners, groups, times
-c, --checksum | compare what files hold
-n, --dry-run | only say what would be done
-r, --recursive | directories with what is in them
-v, --verbose | a line for each file
--delete | remove what SRC does not have
--exclude=PATTERN | leave out what matches
@ cp(1), ssh(1)
`;
