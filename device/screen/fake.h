#ifndef DIANQIN_SCREEN_FAKE_H
#define DIANQIN_SCREEN_FAKE_H
#include <stdint.h>
uintptr_t fake_begin(void);          // an activity begins
uint32_t fake_flags(uintptr_t f);    // of its window
int fake_end(uintptr_t f);           // it ends; how often the toolkit was told of an end
#endif
