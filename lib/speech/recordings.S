/* Digits, numbers and letters, as WAV files, and an index of them by
   language. Made by scripts/make-pieces. */

/* An index entry, struct entry of recording.c: where name and bytes lie,
   seen from the field itself, so that nothing is relocated at the start. */
	.macro piece lang, name
	.section .rodata.names, "a"
1:	.asciz "\name"
	.section .rodata.speech, "a"
2:	.incbin "speech/pieces/\lang/\name\().wav"
3:	.section .rodata.index, "a"
	.long 1b - .
	.long 2b - .
	.long 3b - .
	.endm

	.macro index lang
	.section .rodata.index, "a"
	.balign 4
	.global oh_recording_\lang
	.hidden oh_recording_\lang
oh_recording_\lang:
	.endm

	.macro end lang
	.global oh_recording_\lang\()_end
	.hidden oh_recording_\lang\()_end
oh_recording_\lang\()_end:
	.endm

	index de
#include "speech/pieces/de.inc"
	end de

	index en
#include "speech/pieces/en.inc"
	end en

	index es
#include "speech/pieces/es.inc"
	end es

	index fr
#include "speech/pieces/fr.inc"
	end fr

	.section .note.GNU-stack, "", %progbits
