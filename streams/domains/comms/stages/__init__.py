"""The four folds that apply the rules in order and publish what follows."""
