/**
 * @file detecting.h  How to listen for who answers, as configured
 */
#ifndef OH_COMMAND_DETECTING_H
#define OH_COMMAND_DETECTING_H

#include "conf/conf.h"
#include "media/detect.h"

void oh_detecting_prm(struct oh_detect_prm *prm, const struct oh_conf *conf);

#endif
