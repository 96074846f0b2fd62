document.title = 'Sổ dân số';export {};
