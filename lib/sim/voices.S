/* What simulated people say, as WAV files. Made by scripts/make-voices. */
	.section .rodata

	.macro voice symbol, file
	.balign 8
	.global oh_sim_voice_\symbol
	.hidden oh_sim_voice_\symbol
	.global oh_sim_voice_\symbol\()_end
	.hidden oh_sim_voice_\symbol\()_end
oh_sim_voice_\symbol:
	.incbin "sim/voices/\file"
oh_sim_voice_\symbol\()_end:
	.endm

	voice hello, hello.wav
	voice greeting, greeting.wav
	voice menu, menu.wav
	voice chose_1, chose-1.wav
	voice chose_2, chose-2.wav
	voice not_in_service, not-in-service.wav

	.section .note.GNU-stack, "", %progbits
