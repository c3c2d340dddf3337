#ifndef COUNTERSIGN_ABSENT_NETWORK_H
#define COUNTERSIGN_ABSENT_NETWORK_H

/* Nothing to call: the functions are for the linker. */

#endif
