#ifndef DIANQIN_SCREEN_WINDOW_H
#define DIANQIN_SCREEN_WINDOW_H
#include <stdint.h>
// Adds or removes flags of the activity's window, of this one and of those that
// follow; from any thread. 0 where there is no activity now.
int dq_window_flags(uint32_t flags, int on);
#endif
