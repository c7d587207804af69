"""Memory and speed of models on hardware. Pure: `modelpick.fit.estimate` says what runs, `modelpick.fit.hardware` reads
the words for machines.
"""
