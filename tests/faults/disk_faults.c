/* Loaded before the program (LD_PRELOAD): a disk that takes its time, and a process that is killed
 * at a chosen call to the disk.
 *
 * FAULT_SLOW=0.3            every fsync takes 0.3 seconds
 * FAULT_KILL=rename:3:after SIGKILL after the third rename (or `before` it); fsync, unlink likewise
 *
 * Only for the process it is given to: the children of that process know nothing of it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double slow;
static char kill_call[16];
static char kill_when[16];
static int kill_number;

__attribute__((constructor)) static void begin(void) {
    const char *seconds = getenv("FAULT_SLOW"), *where = getenv("FAULT_KILL");
    if (seconds)
        slow = atof(seconds);
    if (where)
        sscanf(where, "%15[a-z]:%d:%15[a-z]", kill_call, &kill_number, kill_when);
    unsetenv("LD_PRELOAD");
}

/* Counts a call; `when` is where in it we are. */
static void reach(const char *call, int *count, const char *when) {
    if (strcmp(when, "before") == 0)
        __atomic_add_fetch(count, 1, __ATOMIC_SEQ_CST);
    if (kill_number && strcmp(call, kill_call) == 0 && strcmp(when, kill_when) == 0 &&
        __atomic_load_n(count, __ATOMIC_SEQ_CST) >= kill_number)
        kill(getpid(), SIGKILL);
}

int fsync(int descriptor) {
    static int (*original)(int), count;
    if (!original)
        original = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    reach("fsync", &count, "before");
    if (slow > 0) {
        struct timespec pause = {(time_t)slow, (long)((slow - (long)slow) * 1e9)};
        while (nanosleep(&pause, &pause) != 0)
            ;
    }
    int result = original(descriptor);
    reach("fsync", &count, "after");
    return result;
}

int rename(const char *from, const char *to) {
    static int (*original)(const char *, const char *), count;
    if (!original)
        original = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
    reach("rename", &count, "before");
    int result = original(from, to);
    reach("rename", &count, "after");
    return result;
}

int unlink(const char *path) {
    static int (*original)(const char *), count;
    if (!original)
        original = (int (*)(const char *))dlsym(RTLD_NEXT, "unlink");
    reach("unlink", &count, "before");
    int result = original(path);
    reach("unlink", &count, "after");
    return result;
}
