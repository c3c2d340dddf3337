import CountersignCLI

Countersign.start()
